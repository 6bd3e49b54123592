using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.DeadLetters;

/// <summary>A dead letter in the file of an output.</summary>
/// <param name="Output">The name of the output.</param>
/// <param name="Index">The index in the file.</param>
/// <param name="Letter">The dead letter.</param>
internal sealed record StoredLetter(string Output, int Index, DeadLetter Letter);
