using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>A file that is being read. It collects all problems, so that the operator can correct them together.</summary>
internal sealed class ConfigContext(ConfigText text, CliContext cli)
{
    private readonly List<(int Offset, string Line)> _problems = [];

    public ConfigText Text => text;

    public CliContext Cli => cli;

    public DateTimeOffset Now { get; } = cli.Clock.GetUtcNow();

    /// <summary>Gets every key that was read, whether the file contains it or not.</summary>
    public ISet<string> Keys { get; } = new HashSet<string>(StringComparer.Ordinal);

    public void AddProblem(int offset, string key, string problem) =>
        _problems.Add((offset, key.Length > 0 ? $"{key}: {problem}" : problem));

    /// <summary>
    /// Reads a value. An invalid one becomes a problem and the default, which is never used: reading the file fails.
    /// </summary>
    public T Try<T>(ConfigValue value, Func<ConfigValue, T> read)
    {
        try
        {
            return read(value);
        }
        catch (InvalidValueException e)
        {
            AddProblem(value.Node.Start, value.Key, e.Message);
            return default!;
        }
    }

    /// <exception cref="CliException">There are problems. The message has a line for each, in the order of the file.</exception>
    public void ThrowIfInvalid()
    {
        var lines = _problems.OrderBy(problem => problem.Offset)
            .Select(problem => $"{text.Position(problem.Offset)}: {problem.Line}");
        if (_problems.Count > 0)
            throw CliException.Usage([.. lines]);
    }
}
