/** Who asks, by the token of the request. */
export interface Caller {
  objectId: string;
  /** The application that the token was issued to. */
  appId: string;
}
