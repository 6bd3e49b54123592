namespace OnePassword.Events.Pipeline;

/// <summary>Which call a failure is of.</summary>
/// <param name="Feed">What was requested.</param>
/// <param name="Region">Where.</param>
/// <param name="Place">The region and, if it has one, the client's name.</param>
/// <param name="Attempts">How often.</param>
/// <param name="Token">The token that was sent; null if none was.</param>
internal readonly record struct FailedCall(string Feed, EventsRegion Region, string Place, int Attempts, EventsToken? Token);
