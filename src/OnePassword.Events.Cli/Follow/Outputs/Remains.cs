using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>The uncommitted bytes that a file already has of the next page.</summary>
/// <param name="Start">The position at which the page begins.</param>
/// <param name="Length">How many bytes of the page are there.</param>
internal sealed record Remains(OutputPosition Start, long Length);
