import { find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";

export interface StackFrame {
  /** The frame as printed, without its lead (`at `, `#1 `). */
  text: string;
  file?: string;
  /** The line in the developer's file, as text. */
  fileLine?: string;
  /** The line of the error text on which the frame stands. */
  line: number;
}

interface Language {
  /** Groups: the frame, its function, its file, the line there. */
  frame: RegExp;
  /** What belongs to a runtime or a library: tested against function and file. */
  foreign: RegExp;
  innermost: "first" | "last";
}

const libraryFolders =
  "node_modules|site-packages|dist-packages|python_packages|[\\\\/]vendor[\\\\/]|[\\\\/]go[\\\\/]pkg[\\\\/]mod|[\\\\/]usr[\\\\/]local[\\\\/]go|[\\\\/]usr[\\\\/](?:local[\\\\/])?lib[\\\\/]|[\\\\/]opt[\\\\/]python|_actions[\\\\/]|<frozen|[\\\\/]gems[\\\\/]";

const languages: readonly Language[] = [
  {
    // .NET: `at A.B.C.Method(Type arg) in /src/C.cs:line 14`
    frame:
      /^[^\n]{0,80}?\bat ((?:async )?([A-Za-z_][\w.`<>+[\],|]{2,300})\([^\n]{0,400}?\) in ([^\n]{1,300}):line (\d{1,7}))/gm,
    foreign:
      /^(?:async )?(?:System|Microsoft|Azure|Npgsql|MySql|StackExchange|Polly|MongoDB|Newtonsoft|Grpc)\./,
    innermost: "first",
  },
  {
    // Java: `at com.x.Y.method(Y.java:88)`
    frame:
      /^\s{0,20}at ((?:[\w.-]{1,80}\/\/?)?([a-zA-Z_$][\w.$<>]{2,300})\(([\w$]{1,100}\.(?:java|kt|scala|groovy)):(\d{1,7})\))/gm,
    foreign:
      /^(?:java|javax|jakarta|jdk|sun|com\.sun|com\.microsoft|com\.azure|com\.mysql|org\.(?:springframework|hibernate|apache|postgresql|eclipse|jboss|mariadb|mongodb|gradle|junit)|com\.zaxxer|reactor|io\.(?:netty|lettuce|micrometer|grpc)|redis|kotlin|kotlinx|scala|okhttp3|feign)\./,
    innermost: "first",
  },
  {
    // JavaScript: `at fn (/app/src/x.js:21:11)`, `at /app/src/x.js:21:11`
    frame:
      /^\s{0,20}at ((?:(?:async |new )?([^\s(][^\n(]{0,200}) \()?([^\s()]{1,400}):(\d{1,7}):\d{1,7}\)?)/gm,
    foreign: new RegExp(`${libraryFolders}|^node:|\\(node:|^internal/|^native$`),
    innermost: "first",
  },
  {
    // Python: `File "/app/x.py", line 26, in answer`, the innermost last
    frame: /^\s{0,20}(File "(()[^"\n]{1,400})", line (\d{1,7})(?:, in [^\n]{1,200})?)/gm,
    foreign: new RegExp(`${libraryFolders}|[\\\\/]lib[\\\\/]python\\d`),
    innermost: "last",
  },
  {
    // PHP: `#1 /var/www/html/app/Models/Setting.php(74): …`, `PHP Fatal error:  Uncaught … in /app/orders.php:42`
    frame:
      /^(?:#\d{1,4} |PHP [A-Z][^\n]{1,400} in )((()[^\n(:]{1,400}\.php)(?:\(|:| on line )(\d{1,7})\)?[^\n]{0,300})/gm,
    foreign: new RegExp(libraryFolders),
    innermost: "first",
  },
  {
    // Go: the function on one line, `\t/src/x.go:42 +0x1d` on the next
    frame: /^(([\w./()*-]{1,200})\([^\n]{0,300}\)\n\s{1,8}([^\s:]{1,300}\.go):(\d{1,7}))/gm,
    foreign: new RegExp(`^runtime[./]|${libraryFolders}`),
    innermost: "first",
  },
  {
    // Ruby: `app/models/x.rb:12:in 'call'`
    frame: /^\s{0,8}(?:from )?((()[^\s:]{1,300}\.rb):(\d{1,7}):in [^\n]{1,200})/gm,
    foreign: new RegExp(libraryFolders),
    innermost: "first",
  },
];

/** The innermost frame of the developer's own code: the first (Python: the last) that is no runtime's and no library's. */
export function findStackFrame(scan: Scan, error: TextPart): StackFrame | undefined {
  for (const { frame, foreign, innermost } of languages) {
    const own = [...find(scan, error, frame)].filter(
      ({ groups }) => !foreign.test(groups[2]!) && !foreign.test(fileOf(groups)),
    );
    const chosen = innermost === "last" ? own.at(-1) : own[0];
    if (chosen === undefined) continue;
    const { groups, index } = chosen;
    return {
      text: groups[1]!.replace(/\s{1,20}/g, " "),
      file: fileOf(groups),
      fileLine: groups[4]!,
      line: error.positionAt(index + groups[0]!.indexOf(groups[1]!)).line,
    };
  }
  return undefined;
}

function fileOf(groups: readonly string[]): string {
  return groups[3] || groups[2]!;
}
