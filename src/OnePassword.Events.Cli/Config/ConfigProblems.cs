using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config;

/// <summary>All that is wrong with a file, so that its author mends it in one go.</summary>
internal sealed class ConfigProblems(ConfigText text)
{
    private readonly List<(int Offset, string What)> _found = [];

    public void Add(int offset, string key, string problem) => _found.Add((offset, key.Length > 0 ? $"{key}: {problem}" : problem));

    public void ThrowIfAny()
    {
        if (_found.Count > 0)
            throw CliException.Usage([.. _found.OrderBy(found => found.Offset).Select(found => $"{text.Place(found.Offset)}: {found.What}")]);
    }
}
