using System.Globalization;
using System.Text.Json;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>
/// A value of the file. Each reading method throws an <see cref="InvalidValueException"/> for an invalid value.
/// </summary>
internal sealed record ConfigValue(ConfigContext Context, string Key, ConfigNode Node)
{
    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // The command line has only texts.
    public ConfigValue Expect(JsonValueKind kind, string what) =>
        Node.Kind == kind || (Node.IsFromOption && kind == JsonValueKind.Number) ? this
        : throw (Node.IsFromOption ? MustBeOnCommandLine(kind, what) : MustBe(what));

    public InvalidValueException MustBe(string what) => new($"must be {what}, not {Node.KindName}");

    // The command line has the items of a list in JSON, and each key of an object in a --set of its own.
    private InvalidValueException MustBeOnCommandLine(JsonValueKind kind, string what) => kind switch
    {
        JsonValueKind.Array => new($"must be {what}. Use --set {Key}='[\"ITEM\"]', or a configuration file: --config"),
        JsonValueKind.Object => new($"has keys of its own. Use --set {Key}.KEY=VALUE, or a configuration file: --config"),
        _ => MustBe(what),
    };

    /// <summary>Reads a string and substitutes environment variables.</summary>
    public string Text(string what = "a string")
    {
        var text = Substitution.Expand(Expect(JsonValueKind.String, what).Node.Text, Context.Cli.Environment);
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new InvalidValueException("contains a null character")
            : text;
    }

    /// <summary>Reads a string of one line that is not empty.</summary>
    public string Word(string what = "a string")
    {
        var text = Text(what);
        if (string.IsNullOrWhiteSpace(text))
            throw new InvalidValueException("is empty");
        return text.Any(char.IsControl) ? throw new InvalidValueException("contains a control character") : text;
    }

    public string OneOf(params string[] values) => Word() is var word && values.Contains(word, StringComparer.Ordinal)
        ? word
        : throw new InvalidValueException(
            NearestWord.DidYouMean(word, values) is { Length: > 0 } question
                ? $"{Node.Display} is not {Format.List(values, "or")}.{question}"
                : $"{Node.Display} is not {Format.List(values, "or")}");

    public bool Flag() => Node switch
    {
        { Kind: JsonValueKind.True } or { IsFromOption: true, Text: "true" } => true,
        { Kind: JsonValueKind.False } or { IsFromOption: true, Text: "false" } => false,
        { IsFromOption: true } => throw new InvalidValueException($"{Node.Display} is not true or false"),
        _ => throw MustBe("true or false"),
    };

    public int WholeNumber(int min, int max)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
        var digits = Expect(JsonValueKind.Number, what).Node.Text;
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
            ? number
            : throw new InvalidValueException($"{Node.Display} is not {what}");
    }

    public TimeSpan Duration(TimeSpan atLeast, TimeSpan? atMost = null)
    {
        if (!Shared.Duration.TryParse(Word(Shared.Duration.Forms), out var duration))
            throw new InvalidValueException($"{Node.Display} is not {Shared.Duration.Forms}");
        if (duration < atLeast)
            throw new InvalidValueException($"{Node.Display} is less than {Shared.Duration.Format(atLeast)}");
        return duration <= (atMost ?? TimeSpan.MaxValue)
            ? duration
            : throw new InvalidValueException($"{Node.Display} is more than {Shared.Duration.Format(atMost!.Value)}");
    }

    public DateTimeOffset Time() => TimeExpression.TryParse(Word(TimeExpression.Forms))?.Resolve(Context.Now)
        ?? throw new InvalidValueException($"{Node.Display} is not {TimeExpression.Forms}");

    /// <summary>Reads a size with its unit, or a number of bytes.</summary>
    public long Size(long atLeast)
    {
        var text = Node.Kind == JsonValueKind.Number ? Node.Text : Word(ByteSize.Forms);
        if (!ByteSize.TryParse(text, out var bytes))
            throw new InvalidValueException($"{Node.Display} is not {ByteSize.Forms}");
        return bytes >= atLeast ? bytes : throw new InvalidValueException($"{Node.Display} is less than 1KB");
    }

    /// <summary>Reads a path that starts from the folder of the file or, with <c>~</c>, from the home folder.</summary>
    public string FullPath()
    {
        var path = HomeFolder.Expand(Word("a path"), Context.Cli.Environment);
        return path.StartsWith('~')
            ? throw new InvalidValueException(
                "starts with '~' and a name, which is not expanded. Write the full path, or ./~ for a file with that name")
            : Path.GetFullPath(path, Context.Source.Folder);
    }

    public EventsRegion Address()
    {
        try
        {
            return EventsRegion.At(new Uri(Word("an address"), UriKind.RelativeOrAbsolute));
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException)
        {
            // Without the address: it may contain a password.
            throw new InvalidValueException("must be an https address (or http on loopback) without user, query and fragment");
        }
    }

    /// <summary>Reads the address of a destination.</summary>
    public Uri HttpsUrl() =>
        Uri.TryCreate(Word("an address"), UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { UserInfo: "", Fragment: "" }
            ? url
            : throw new InvalidValueException( // Without the address: it may contain a password.
                "must be an https address (or http on loopback) without user and fragment");

    /// <summary>Reads the items of a list. Invalid items become problems and are left out.</summary>
    public IReadOnlyList<T> Items<T>(string what, Func<ConfigValue, T> read)
        where T : class
    {
        var items = Expect(JsonValueKind.Array, what).Node.Items;
        return items.Count == 0
            ? throw new InvalidValueException($"must be {what}, not an empty list")
            : [.. items.Select((item, i) => Context.Try(Item(item, i), read)).OfType<T>()];
    }

    private ConfigValue Item(ConfigNode item, int index) => new(Context, FormattableString.Invariant($"{Key}[{index}]"), item);
}
