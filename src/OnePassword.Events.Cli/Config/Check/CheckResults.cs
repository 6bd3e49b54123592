using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>The results of checking one account.</summary>
/// <param name="width">The width of the first column.</param>
internal sealed class CheckResults(int width)
{
    private readonly List<string> _lines = [];
    private readonly List<Failure> _failures = [];

    public IReadOnlyList<string> Lines => _lines;

    public IReadOnlyList<Failure> Failures => _failures;

    public void AddTitle(string title) => _lines.Add(title);

    public void Add(string what, string value) => _lines.Add($"  {what.PadRight(width)}  {value}");

    public void Fail(Failure failure) => _failures.Add(failure);
}
