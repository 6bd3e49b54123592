namespace OnePassword.Events.Generated.Tests.Build;

internal sealed record CommandResult(int ExitCode, string Output)
{
    public IEnumerable<string> Lines => Output.Split('\n').Select(line => line.Trim());

    /// <summary>The files that this run generated, by name.</summary>
    public IEnumerable<string> Generated => Lines.Where(line => line.StartsWith("Generating ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);

    /// <summary>The errors; the summary of a build repeats them.</summary>
    public IEnumerable<string> Errors => Lines.Where(line => line.Contains("error ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
}
