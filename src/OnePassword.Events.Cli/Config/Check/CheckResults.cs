namespace OnePassword.Events.Cli.Config.Check;

/// <summary>The results of checking one account.</summary>
/// <param name="width">The width of the first column.</param>
internal sealed class CheckResults(int width)
{
    private readonly List<string> _lines = [];
    private readonly List<(int ExitCode, string Message)> _failures = [];

    public IReadOnlyList<string> Lines => _lines;

    public IReadOnlyList<(int ExitCode, string Message)> Failures => _failures;

    public void AddTitle(string title) => _lines.Add(title);

    public void Add(string what, string value) => _lines.Add($"  {what.PadRight(width)}  {value}");

    public void Fail(int exitCode, string name, string message) =>
        _failures.Add((exitCode, message.StartsWith(name + ":", StringComparison.Ordinal) ? message : $"{name}: {message}"));
}
