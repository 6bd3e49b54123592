namespace OnePassword.Events.Cli.Follow;

/// <summary>Where this run wrote its last page, or tried to: what lies there and is not committed is that page, and comes again.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="From">The position in it.</param>
internal sealed record PageAttempt(string File, long From);
