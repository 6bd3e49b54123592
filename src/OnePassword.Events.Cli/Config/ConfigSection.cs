using System.Text.Json;

namespace OnePassword.Events.Cli.Config;

/// <summary>An object of the file. A key that nobody looks for while it is open is refused when it closes.</summary>
internal sealed class ConfigSection
{
    private readonly ConfigValue _value;
    private readonly List<string> _known = [];

    private ConfigSection(ConfigValue value) => _value = value;

    private ConfigReading Reading => _value.Reading;

    public static T Open<T>(ConfigValue value, Func<ConfigSection, T> read)
    {
        var section = new ConfigSection(value.Expect(JsonValueKind.Object, "an object"));
        var result = read(section);
        section.RefuseWhatIsLeft();
        return result;
    }

    public bool Has(string key) => _value.Node.Members.Any(member => member.Key == key);

    /// <summary>Reads a value that may be missing.</summary>
    public T Read<T>(string key, T missing, Func<ConfigValue, T> read) => Find(key) is { } value ? Reading.Try(value, read) : missing;

    /// <summary>Reads a value that may not be missing.</summary>
    public T Require<T>(string key, Func<ConfigValue, T> read)
    {
        if (Find(key) is { } value)
            return Reading.Try(value, read);
        Reading.Problems.Add(_value.Node.Start, KeyOf(key), "is missing");
        return default!;
    }

    /// <summary>Reads an object that may be missing, which is as if it were there with nothing in it.</summary>
    public T Section<T>(string key, Func<ConfigSection, T> read)
    {
        var value = Find(key) ?? new ConfigValue(Reading, KeyOf(key), new ConfigNode(_value.Node.Start, JsonValueKind.Object));
        return Reading.Try(value, found => Open(found, read));
    }

    /// <summary>Says what is wrong with the whole of it.</summary>
    public void Wrong(string problem) => Reading.Problems.Add(_value.Node.Start, _value.Key, problem);

    /// <summary>Says what is wrong with a key that is there.</summary>
    public void Wrong(string key, string problem) => Reading.Problems.Add(_value.Node.Members.First(member => member.Key == key).Start, KeyOf(key), problem);

    /// <summary>The full path of one that the file gives, or would give by default.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Reading.Text.Folder);

    private ConfigValue? Find(string key)
    {
        _known.Add(key);
        Reading.Keys.Add(KeyOf(key));
        return _value.Node.Members.FirstOrDefault(member => member.Key == key) is { } found ? new ConfigValue(Reading, KeyOf(key), found.Value) : null;
    }

    private void RefuseWhatIsLeft()
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in _value.Node.Members)
        {
            if (!_known.Contains(member.Key, StringComparer.Ordinal))
                Reading.Problems.Add(member.Start, KeyOf(SafeDisplay.Key(member.Key)), KeySuggestion.Suggest(member.Key, _known));
            else if (!first.TryAdd(member.Key, member.Start))
                Reading.Problems.Add(member.Start, KeyOf(member.Key), $"is there already, in line {Reading.Text.Line(first[member.Key])}");
        }
    }

    private string KeyOf(string key) => _value.Key.Length > 0 ? $"{_value.Key}.{key}" : key;
}
