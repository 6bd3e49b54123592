using System.Globalization;
using System.Text.Json;

namespace OnePassword.Events.Cli.Config;

/// <summary>A value of the file, and the forms that it may be read in. Each throws a <see cref="InvalidValueException"/> if it is none.</summary>
internal sealed record ConfigValue(ConfigReading Reading, string Key, ConfigNode Node)
{
    private static readonly JsonValueKind[] Flags = [JsonValueKind.True, JsonValueKind.False];

    public ConfigValue Expect(JsonValueKind kind, string what) => Node.Kind == kind ? this : throw MustBe(what);

    public InvalidValueException MustBe(string what) => new($"is {KindName}, must be {what}");

    /// <summary>A string, with the environment put in.</summary>
    public string Text(string what = "a string")
    {
        var text = Substitution.Expand(Expect(JsonValueKind.String, what).Node.Text, Reading.Environment);
        return text.Contains('\0', StringComparison.Ordinal) ? throw new InvalidValueException("holds a character 0") : text;
    }

    /// <summary>A string that says something, on one line.</summary>
    public string Word(string what = "a string")
    {
        var text = Text(what);
        if (string.IsNullOrWhiteSpace(text))
            throw new InvalidValueException("is empty");
        return text.Any(char.IsControl) ? throw new InvalidValueException("holds a control character") : text;
    }

    public string OneOf(params string[] values) => Word() is var word && values.Contains(word, StringComparer.Ordinal)
        ? word
        : throw new InvalidValueException($"{SafeDisplay.Value(Node)} is not {string.Join(", ", values[..^1])} or {values[^1]}");

    public bool Flag() => Flags.Contains(Node.Kind) ? Node.Kind == JsonValueKind.True : throw MustBe("true or false");

    public int WholeNumber(int min, int max)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
        var digits = Expect(JsonValueKind.Number, what).Node.Text;
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new InvalidValueException($"{SafeDisplay.Value(Node)} is not {what}");
    }

    /// <summary>The items of a list; those that are wrong are noted and left out.</summary>
    public IReadOnlyList<T> Items<T>(string what, Func<ConfigValue, T> read)
        where T : class
    {
        var items = Expect(JsonValueKind.Array, what).Node.Items;
        return items.Count == 0
            ? throw new InvalidValueException($"is an empty list, must be {what}")
            : [.. items.Select((item, i) => Reading.Try(new ConfigValue(Reading, string.Create(CultureInfo.InvariantCulture, $"{Key}[{i}]"), item), read)).OfType<T>()];
    }

    private string KindName => Node.Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
