namespace OnePassword.Events.Cli.Config.Check;

/// <summary>What was found out about one account: what would run, and what is wrong.</summary>
/// <param name="width">How wide the longest of the words is that lines begin with.</param>
internal sealed class CheckResults(int width)
{
    private readonly List<string> _lines = [];
    private readonly List<(int ExitCode, string Message)> _problems = [];

    public IReadOnlyList<string> Lines => _lines;

    public IReadOnlyList<(int ExitCode, string Message)> Problems => _problems;

    public void Title(string title) => _lines.Add(title);

    public void Add(string what, string value) => _lines.Add($"  {what.PadRight(width)}  {value}");

    public void Fail(int exitCode, string who, string message) =>
        _problems.Add((exitCode, message.StartsWith(who + ":", StringComparison.Ordinal) ? message : $"{who}: {message}"));
}
