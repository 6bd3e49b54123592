namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>One way to read a feed to its end.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="DrainAsync">Reads the feed and returns the number of events.</param>
internal sealed record Contestant(string Name, Func<Task<int>> DrainAsync);
