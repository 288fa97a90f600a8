import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMatches } from "../error-text.ts";
import { text } from "../text.ts";

const changed =
  "(?:upgrad|updat|bump|renovate|dependabot|since|after|new version|moved|from) ?.{0,80}[0-9]{1,4}[.][0-9]{1,4}|[0-9]{1,4}[.][0-9]{1,4}.{0,20}(?:업데이트|업그레이드|올린|올리|변경)";
/** Beside the release that is asked for stands the one that was: `marshmallow==4.0.0  # was 3.26.1`. */
const replaced =
  "[0-9]{1,4}[.][0-9]{1,4}.{0,40}(?:\\bwas|previously|before|instead of|formerly|이전|기존).{0,12}[0-9]{1,4}[.][0-9]{1,4}|[0-9]{1,4}[.][0-9]{1,4}[0-9.]{0,8} ?(?:to|->|→|=>|에서) ?v?[0-9]{1,4}[.][0-9]{1,4}";
const undone =
  "(?:downgrad|roll(?:ed|ing)? back|revert|pin(?:ned|ning)|went back|going back|back to|works? (?:fine )?(?:with|on|in)|worked (?:with|on|in)|되돌|이전 버전|고정).{0,80}[0-9]{1,4}[.][0-9]{1,4}|이전 버전(?:으로|에서는).{0,30}(?:되|됩|정상|동작|문제)|[0-9]{1,4}[.][0-9]{1,4}[^ ]{0,6} ?(?:으로|에서는|버전은|로 되돌).{0,20}(?:정상|됩니다|동작|문제없)";
const undoneWorks =
  "\\b(?:with|on|under|using) v?[0-9]{1,4}[.][0-9]{1,4}[0-9.]{0,8} ?[^0-9]{0,80}(?:works?|worked|fine|succeed|green)|(?:revert|reverted|reverting|downgraded|downgrading|roll(?:ed|ing)? ?back) .{0,40}(?:fix|help|solve|cure|works?|worked|green)";
/** Releases whose regression is documented: the sentence that they fail with, and the package with the release. */
const documented = [
  {
    says: "Authentication scheme Bearer is not supported in this version",
    release:
      "(?:azure/storage-(?:blob|queue|file-datalake|file-share)|core-rest-pipeline|azure/identity)[^0-9\\n]{1,20}[0-9]{1,2}[.][0-9]{1,3}",
  },
  {
    says: "is not the same as any computed signature",
    release: "azure/storage-blob[^0-9\\n]{1,20}12[.](?:2[89]|3[0-9])",
  },
  {
    says: "has no attribute|Method not found|NoSuchMethodError|MissingMethodException|is not a function|unexpected keyword argument|cannot import name",
    release:
      "(?:azure|msal|Azure[.]|Microsoft[.])[A-Za-z0-9._/@-]{1,60}[^0-9\\n]{1,20}[0-9]{1,4}[.][0-9]{1,4}",
  },
];

/**
 * Releases of two libraries that do not go together, known by the sentence alone: one was not pinned, and a rebuild without
 * any change of the code brought in its next release.
 */
const incompatible = [
  {
    says: "unexpected keyword argument 'proxies'",
    release: "httpx|openai|anthropic",
    pin: "httpx<0.28 (or openai>=1.55.3)",
  },
  { says: "cannot import name 'url_quote' from 'werkzeug", release: "", pin: "werkzeug<3" },
  { says: "cannot import name 'soft_unicode' from 'markupsafe", release: "", pin: "markupsafe<2.1" },
  { says: "cannot import name 'escape' from 'jinja2", release: "", pin: "jinja2<3.1" },
  { says: "module 'bcrypt' has no attribute '__about__'", release: "", pin: "bcrypt<4.1" },
  {
    says: "compiled using NumPy 1|numpy[.]dtype size changed|module 'numpy' has no attribute",
    release: "",
    pin: "numpy<2",
  },
  {
    says: "from 'marshmallow[.]utils'|module 'marshmallow' has no attribute '__version",
    release: "",
    pin: "marshmallow<4",
  },
  {
    says: "module 'lib' has no attribute '(?:X509_|GEN_|OpenSSL_)",
    release: "",
    pin: "pyOpenSSL>=24 (with cryptography>=42)",
  },
  {
    says: "cannot import name '(?:DEFAULT_CIPHERS|appengine)' from 'urllib3|urllib3 v2 only supports OpenSSL",
    release: "",
    pin: "urllib3<2",
  },
  {
    says: "cannot import name '(?:Sentinel|Buffer|TypeIs|deprecated)' from 'typing_extensions",
    release: "",
    pin: "typing_extensions>=4.14",
  },
  {
    says: "cannot import name '(?:Undefined|ModelField)' from 'pydantic[.]fields",
    release: "",
    pin: "pydantic<2",
  },
  { says: "No module named 'pkg_resources", release: "setuptools.{0,20}[0-9]", pin: "setuptools<81" },
  { says: "`BaseSettings` has been moved to the `pydantic-settings`", release: "", pin: "pydantic<2" },
].map(({ says, release, pin }) => ({
  says: says.replaceAll("'", "\\'").replaceAll("`", "."),
  release,
  pin,
}));
/** A fault of the program that a call into another release of a library gives. */
const saysMismatch = errorMatches(
  "TypeError|AttributeError|NoSuchMethodError|MissingMethodException|TypeLoadException|ImportError: cannot import|is not a function|unexpected keyword argument",
);
const diffTaken = "^ {0,4}[-] {0,8}.{3,80}[0-9]{1,4}[.][0-9]{1,4}";
const diffGiven = "^ {0,4}[+] {0,8}.{3,80}[0-9]{1,4}[.][0-9]{1,4}";
const isIncompatible = ({ says, release }: (typeof incompatible)[number]) =>
  `${errorMatches(says)}${release === "" ? "" : ` && sent_matches('${release}')`}`;

export const codeLibraryRegression: Playbook = {
  code: "code.library-regression",
  title: text(
    "A regression in a client library; nothing is wrong in Azure",
    "클라이언트 라이브러리의 회귀 문제이며 Azure에는 문제가 없습니다",
  ),
  verdict: "not_azure",
  sources: ["https://azure.github.io/azure-sdk/", "https://github.com/Azure/azure-sdk-for-js/issues/35434"],
  raisedBy: `(${anyTextRaises(undone)} || ${anyTextRaises(undoneWorks)} || ${anyTextRaises(changed)} || ${errorMatches("regression|breaking change", ...documented.map(({ says }) => says))} || ${errorMatches(...incompatible.map(({ says }) => says))} || ${saysMismatch} && ${anyTextRaises(diffGiven)})`,
  target: "signals.resources[?matchedBy == 'host' || matchedBy == 'id'] | [:1]",
  needsTarget: false,
  competitors: [
    "platform.service-incident",
    "code.config-value-missing",
    "code.cli-token-cache-regression",
    "platform.defective-bundle-release",
  ],
  reads: {},
  let: {
    changedLine: `sent_matches('${changed}')`,
    /** A diff takes one release away and puts another in. */
    diffLine: `sent_matches('${diffTaken}') && sent_matches('${diffGiven}')`,
    /** The diff is of the package that the text speaks of: of its line in a manifest, or of its entry in a lock file. */
    diffOfPackage: "packageName && diffLine && sent_matches(join('', ['^ {0,4}[+].{0,20}', packageName]))",
    undoneLine: `sent_matches('${undone}')`,
    /** Said by the release alone: of the package that the files ask for. */
    worksBefore: `packageName && sent_matches('${undoneWorks}')`,
    files: "values(not_null(request.source_code, `{}`))",
    /** The package whose module the fault is in, where a manifest of the files states a version of it. */
    faultyModule:
      "find(request.error, 'cannot import name .{1,80} from .([A-Za-z0-9_]{2,60})') || find(request.error, 'module .([A-Za-z0-9_]{2,60})[^ ]{0,60} has no attribute') || find(request.error, '(?:Could not load (?:type|file or assembly)|Method not found).{1,200}[^A-Za-z0-9]((?:Azure|Microsoft)[.][A-Za-z0-9.]{2,60})')",
    faultyLine:
      "faultyModule && sent_matches(join('', ['^[^A-Za-z0-9]{0,12}', faultyModule, '[^A-Za-z0-9]{1,20}[0-9]{1,4}[.][0-9]']))",
    /** The package that the text speaks of, at the version that the files ask for. */
    packageName:
      "said(isIncompatible) ? `null` : signals.tools[?version && starts_with(pointer, '/source_code') && mentions(join(' ', [$.request.error, not_null($.request.context.notes, '')]), tool)] | [0].tool",
    pinnedFile:
      "packageName && (files[?contains(@, $.packageName) && matches(@, 'dependencies|PackageReference|==|<version>|require ')] | [0]) || `null`",
    isPinned: "pinnedFile && contains(pinnedFile, packageName)",
    release: "signals.tools[?tool == $.packageName] | [0].version",
    isDocumented: documented
      .map(
        ({ says, release }) =>
          `(${errorMatches(says)} && sent_matches('${release}') && (undoneLine || worksBefore || diffLine))`,
      )
      .join(" || "),
    isIncompatible: incompatible.map((pair) => `(${isIncompatible(pair)})`).join(" || "),
    pin: incompatible.map((pair) => `(${isIncompatible(pair)}) && '${pair.pin}'`).join(" || "),
    /** The same code, identity and endpoint work with the earlier release: said by who tried it. */
    isTried: "(changedLine || diffLine) && (undoneLine || worksBefore)",
    /** A fault of the program inside the library, right after a change from one release to another. */
    isBumped: `(diffOfPackage || said(faultyLine) && sent_matches('${replaced}') || sent_matches('(?:bump|upgrad|updat|renovate|dependabot|from).{0,80}[0-9]{1,4}[.][0-9]{1,4}[0-9.]{0,8} ?(?:to|->|→|=>) ?v?[0-9]{1,4}[.][0-9]{1,4}')) && (packageName || faultyLine) && ${saysMismatch} && length(signals.codes[?starts_with(pointer, '/error') && family == 'http']) == \`0\``,
    isRefusedByCode: errorMatches(
      "AADSTS7000215|AADSTS7000222|AuthorizationPermissionMismatch|AuthorizationFailure|does not have authorization",
    ),
  },
  holds:
    "(isIncompatible || isDocumented || isTried || isBumped) && !isRefusedByCode && not_null(isPinned, `true`) && (signals.fields.TypeError || signals.fields.AttributeError || signals.fields.ImportError || `true`) && not_null(signals.fields.AuthenticationErrorDetail, `true`)",
  layer: 8,
  explanation: text(
    "The same call works with an earlier release of the client library and fails with the present one ({{pin || packageName && release && join(' ', [packageName, release]) || packageName || faultyModule || 'see the versions'}}), with the same identity and resource. What changed is the library.",
    "같은 ID와 리소스에 대한 같은 호출이 이전 버전의 클라이언트 라이브러리에서는 성공하고 현재 버전({{pin || packageName && release && join(' ', [packageName, release]) || packageName || faultyModule || 'see the versions'}})에서는 실패합니다. 바뀐 것은 라이브러리입니다.",
  ),
  ruledOut: text(
    "Nothing says that an earlier release of the library works.",
    "이전 버전의 라이브러리가 동작한다는 근거가 없습니다.",
  ),
  actions: [
    {
      title: text("Pin {{pin}}", "{{pin}}(으)로 버전 고정"),
      why: text(
        "The two libraries do not go together in the releases that were installed. Pin the one, or update the other to a release that knows it; a lock file keeps a rebuild from bringing in the next surprise.",
        "설치된 두 라이브러리의 버전이 서로 맞지 않습니다. 한쪽 버전을 고정하거나 다른 쪽을 호환되는 버전으로 업데이트하세요. 잠금 파일을 사용하면 다시 빌드해도 버전이 바뀌지 않습니다.",
      ),
      commands: [],
      config: "requirements.txt, or the lock file",
      changes: false,
      when: "pin",
    },
    {
      title: text("Pin the last release that works", "정상 동작하는 마지막 버전으로 고정"),
      why: text(
        "Pin it exactly, look in the library's changelog and issues for the regression, and upgrade past it once it is fixed.",
        "정확한 버전으로 고정하고 변경 로그와 이슈를 확인한 뒤 수정된 버전으로 업그레이드하세요.",
      ),
      commands: [],
      config: "downgrade or pin the package in the lock file, then upgrade to a fixed release",
      changes: false,
      when: "!(pin)",
    },
  ],
  verify: {
    text: text("The call passes with the pinned release.", "고정한 버전으로 호출이 성공합니다."),
    commands: [],
  },
};
