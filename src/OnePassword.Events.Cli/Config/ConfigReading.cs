namespace OnePassword.Events.Cli.Config;

/// <summary>A file that is being read: what its values may refer to, and what has been found so far.</summary>
internal sealed class ConfigReading(ConfigText text, Func<string, string?> environment, DateTimeOffset now)
{
    public ConfigText Text => text;

    public Func<string, string?> Environment => environment;

    public DateTimeOffset Now => now;

    public ConfigProblems Problems { get; } = new(text);

    /// <summary>Every key that was looked for, whether it was there or not.</summary>
    public ISet<string> Keys { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Reads a value. One that is wrong is noted and becomes nothing, which nobody gets to see: the reading ends as an error.</summary>
    public T Try<T>(ConfigValue value, Func<ConfigValue, T> read)
    {
        try
        {
            return read(value);
        }
        catch (InvalidValueException e)
        {
            Problems.Add(value.Node.Start, value.Key, e.Message);
            return default!;
        }
    }
}
