import type { JWTPayload } from "jose";
import { sameText } from "../tenant/field.ts";
import type { TenantUser } from "../tenant/tenant-schema.ts";
import type { TokenIssuer } from "../tokens/token-issuer.ts";
import type { World } from "../world.ts";
import { type AppRegistration, azureCli, type RedirectUris, registerAzebal } from "./app-registrations.ts";
import { DeviceCodes } from "./device-codes.ts";
import { Directory } from "./directory.ts";
import { defaultLifetimes, type EntraSettings, type Lifetimes } from "./entra-settings.ts";
import { Grants, opaqueText } from "./grants.ts";
import { LoopGuard } from "./loop-guard.ts";
import { refusals } from "./refusals.ts";
import type { SignIn } from "./sign-in.ts";

const mostSignIns = 10_000;

/** A browser in which a user has signed in. */
export interface BrowserSession {
  user: TenantUser;
  signedInAtMs: number;
  methods: string[];
}

export interface EntraParts {
  world: World;
  issuer: TokenIssuer;
  nowMs: () => number;
  redirectUris: RedirectUris;
}

/** Everything that the simulated Entra remembers. It is in memory and ends with the simulator. */
export class EntraState {
  /** `https://127.0.0.1:{port}`, known once it listens. */
  origin = "";
  readonly azebal: AppRegistration & { clientSecret: string };
  readonly apps: readonly AppRegistration[];
  readonly directory: Directory;
  readonly grants: Grants;
  readonly devices = new DeviceCodes();
  readonly loop = new LoopGuard();
  readonly signIns = new Map<string, SignIn>();
  readonly issuer: TokenIssuer;
  readonly nowMs: () => number;
  readonly #world: World;
  readonly #sessions = new Map<string, BrowserSession>();
  #lifetimes: Lifetimes = defaultLifetimes;
  #lastStampMs = 0;

  constructor({ world, issuer, nowMs, redirectUris }: EntraParts) {
    this.#world = world;
    this.issuer = issuer;
    this.nowMs = nowMs;
    this.azebal = registerAzebal(redirectUris);
    this.apps = [this.azebal, azureCli];
    this.directory = new Directory(world.tenant, world.groups);
    this.grants = new Grants(() => this.#lifetimes);
    issuer.evaluateWith((claims) => this.#challengeOf(claims));
  }

  get tenantId(): string {
    return this.directory.tenantId;
  }

  /** Withdraws the access tokens of grants that are void. */
  withdrawVoid(): void {
    for (const uniqueId of this.grants.voidAccessTokens()) this.issuer.withdraw(uniqueId);
  }

  /** What `readScopes` needs to know. */
  get scopeContext(): { origin: string; tenantId: string } {
    return { origin: this.#world.origin, tenantId: this.tenantId };
  }

  get lifetimes(): Lifetimes {
    return this.#lifetimes;
  }

  /** Now, and later than every stamp before: what came after a revocation is told from what came before it. */
  stampMs(): number {
    this.#lastStampMs = Math.max(this.nowMs(), this.#lastStampMs + 0.001);
    return this.#lastStampMs;
  }

  /** @throws InvalidEntraSettingsError where a user is not of the tenant; nothing is changed then. */
  apply(settings: EntraSettings): void {
    this.directory.apply(settings, this.stampMs());
    const given = Object.entries(settings.lifetimes ?? {}).filter(([, seconds]) => seconds !== undefined);
    this.#lifetimes = { ...this.#lifetimes, ...Object.fromEntries(given) };
    if (settings.loop !== undefined) this.loop.limit(settings.loop);
    if (settings.keys !== undefined) this.issuer.keys.roll(settings.keys === "roll");
  }

  /** @throws EntraRefusal AADSTS700016. */
  app(clientId: string): AppRegistration {
    const found = this.apps.find((app) => sameText(app.clientId, clientId));
    if (found === undefined) throw refusals.unknownClient(clientId, this.tenantId);
    return found;
  }

  /** The oldest of very many unfinished sign-ins is forgotten. */
  keepSignIn(signIn: SignIn): void {
    this.signIns.set(signIn.id, signIn);
    const [oldest] = this.signIns.keys();
    if (this.signIns.size > mostSignIns && oldest !== undefined) this.signIns.delete(oldest);
  }

  newSession(session: BrowserSession): string {
    const id = opaqueText();
    this.#sessions.set(id, session);
    return id;
  }

  /** The session of a browser, unless it was revoked. */
  session(cookies: string | undefined): BrowserSession | undefined {
    const id = /(?:^|;\s*)ESTSAUTH=([\w-]+)/.exec(cookies ?? "")?.[1];
    const session = this.#sessions.get(id ?? "");
    if (session === undefined) return undefined;
    return session.signedInAtMs < this.directory.policyOf(session.user).validFromMs ? undefined : session;
  }

  #challengeOf(claims: JWTPayload): ReturnType<Directory["challengeOf"]> {
    const grant = this.grants.ofAccessToken(String(claims["uti"]));
    if (grant === undefined) return undefined;
    const authorizationUri = `${this.origin}/common/oauth2/authorize`;
    return this.directory.challengeOf(claims, grant.signedInAtMs, authorizationUri);
  }
}
