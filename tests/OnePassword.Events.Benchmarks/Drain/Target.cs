namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>What is drained: item usages, by contestants that each have connections of their own.</summary>
/// <param name="Connect">Makes the connections of one contestant.</param>
/// <param name="Address">The server.</param>
/// <param name="Token">The token that it takes.</param>
/// <param name="Since">When the first event happened, or before.</param>
internal sealed record Target(Func<HttpMessageHandler> Connect, Uri Address, string Token, DateTimeOffset Since);
