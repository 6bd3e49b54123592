using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>A configuration that is being read. It collects all problems, so that the operator sees them together.</summary>
internal sealed class ConfigContext(IConfigSource source, CliContext cli)
{
    private readonly List<(int Offset, string Key, string Problem)> _problems = [];

    public IConfigSource Source => source;

    public CliContext Cli => cli;

    public DateTimeOffset Now { get; } = cli.Clock.GetUtcNow();

    public bool HasProblems => _problems.Count > 0;

    /// <summary>Gets every key that was read, whether the file contains it or not.</summary>
    public ISet<string> Keys { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Gets the environment variables that hold secrets, as far as the file has been read.</summary>
    public HashSet<string> SecretVariables { get; } =
        new([.. AccountToken.DefaultVariables, StatusListener.TokenVariable], StringComparer.Ordinal);

    public void AddProblem(int offset, string key, string problem) =>
        _problems.Add((offset, key, problem));

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
            .Select(problem => source.Describe(problem.Offset, problem.Key, problem.Problem));
        if (_problems.Count > 0)
            throw CliException.Usage([.. lines]);
    }
}
