namespace OnePassword.Events.Generated.Tests.Build;

internal sealed record CommandResult(int ExitCode, string Output)
{
    public IEnumerable<string> Lines => Output.Split('\n').Select(line => line.Trim());

    /// <summary>The names of the files that this run generated.</summary>
    public IEnumerable<string> Generated =>
        Lines.Where(line => line.StartsWith("Generating ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);

    /// <summary>The errors, without the repetitions in the summary of a build.</summary>
    public IEnumerable<string> Errors =>
        Lines.Where(line => line.Contains("error ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
}
