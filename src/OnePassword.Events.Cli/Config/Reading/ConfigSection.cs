using System.Text.Json;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>An object of the file. Keys that are not read while it is open are reported as unknown.</summary>
internal sealed class ConfigSection
{
    private readonly ConfigValue _value;
    private readonly List<string> _known = [];
    private bool _ignoresOtherKeys;

    private ConfigSection(ConfigValue value) => _value = value;

    private ConfigContext Context => _value.Context;

    public static T Read<T>(ConfigValue value, Func<ConfigSection, T> read)
    {
        var section = new ConfigSection(value.Expect(JsonValueKind.Object, "an object"));
        var result = read(section);
        section.ReportUnknownAndDuplicateKeys();
        return result;
    }

    public bool Has(string key) => _value.Node.Members.Any(member => member.Key == key);

    /// <summary>Reads an optional value.</summary>
    public T Optional<T>(string key, T missing, Func<ConfigValue, T> read) =>
        Find(key) is { } value ? Context.Try(value, read) : missing;

    /// <summary>Reads a required value.</summary>
    public T Required<T>(string key, Func<ConfigValue, T> read)
    {
        if (Find(key) is { } value)
            return Context.Try(value, read);
        Context.AddProblem(_value.Node.Start, KeyOf(key), "is missing");
        return default!;
    }

    /// <summary>Reads an optional object. A missing one is read as an empty one.</summary>
    public T Section<T>(string key, Func<ConfigSection, T> read)
    {
        var value = Find(key) ?? new ConfigValue(Context, KeyOf(key), new ConfigNode(_value.Node.Start, JsonValueKind.Object));
        return Context.Try(value, found => Read(found, read));
    }

    /// <summary>Reports a problem of the whole section.</summary>
    public void AddProblem(string problem) => Context.AddProblem(_value.Node.Start, _value.Key, problem);

    /// <summary>Reports a problem of a key that the section contains.</summary>
    public void AddProblem(string key, string problem) =>
        Context.AddProblem(_value.Node.Members.First(member => member.Key == key).Start, KeyOf(key), problem);

    /// <summary>Returns the full path of a path that starts from the folder of the file.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Context.Text.Folder);

    /// <summary>Reports no unknown keys, because another problem makes it unclear which keys are known.</summary>
    public void IgnoreOtherKeys() => _ignoresOtherKeys = true;

    private ConfigValue? Find(string key)
    {
        _known.Add(key);
        Context.Keys.Add(KeyOf(key));
        return _value.Node.Members.FirstOrDefault(member => member.Key == key) is { } found
            ? new ConfigValue(Context, KeyOf(key), found.Value)
            : null;
    }

    private void ReportUnknownAndDuplicateKeys()
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in _value.Node.Members)
        {
            if (!_known.Contains(member.Key, StringComparer.Ordinal) && !_ignoresOtherKeys)
                Context.AddProblem(member.Start, KeyOf(ConfigNode.DisplayKey(member.Key)), KeySuggestion.For(member.Key, _known));
            else if (!first.TryAdd(member.Key, member.Start))
                Context.AddProblem(
                    member.Start, KeyOf(member.Key), $"is a duplicate of line {Context.Text.Line(first[member.Key])}");
        }
    }

    private string KeyOf(string key) => _value.Key.Length > 0 ? $"{_value.Key}.{key}" : key;
}
