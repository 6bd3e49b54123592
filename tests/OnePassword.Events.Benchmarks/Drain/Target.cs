namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>A server whose item usages are read. Each contestant has its own connections.</summary>
/// <param name="Connect">Creates the handler of one contestant.</param>
/// <param name="Address">The server.</param>
/// <param name="Token">The token that the server accepts.</param>
/// <param name="Since">The time of the first event, or an earlier time.</param>
internal sealed record Target(Func<HttpMessageHandler> Connect, Uri Address, string Token, DateTimeOffset Since);
