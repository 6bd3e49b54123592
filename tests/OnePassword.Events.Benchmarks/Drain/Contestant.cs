namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>One way to read a feed to its end.</summary>
/// <param name="Name">As the report names it.</param>
/// <param name="DrainAsync">Reads it and gives the number of events.</param>
internal sealed record Contestant(string Name, Func<Task<int>> DrainAsync);
