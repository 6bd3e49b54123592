using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Dotnet;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.ObjectStorage;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads the keys that the outputs to object storage have in common, and collects their secrets.</summary>
/// <param name="output">The object of the output.</param>
internal sealed class ObjectStorageKeys(ConfigSection output)
{
    private static readonly (string Name, Func<ObjectFormat>? Create)[] Formats =
    [
        ("ndjson", () => ObjectFormat.Ndjson), .. DotnetOutputs.ObjectFormats,
    ];

    private readonly List<OutputSecret> _secrets = [];

    /// <summary>Gets the object, for the keys of one type only.</summary>
    public ConfigSection Section => output;

    /// <summary>Reads an optional text of one line.</summary>
    public string? Text(string key) => output.Optional<string?>(key, null, value => value.Word());

    /// <summary>Reads an optional secret: an object with env, file or command.</summary>
    /// <returns>Null if it is missing.</returns>
    public OutputSecret? Secret(string key) => output.Optional<OutputSecret?>(key, null, value =>
    {
        if (SecretSourceReader.Read(value) is not { } source)
            return null; // A problem of the file.
        var secret = new OutputSecret(key, source, value.Context.Cli, value.Context.SecretVariables);
        _secrets.Add(secret);
        return secret;
    });

    /// <summary>Adds a problem for each key that has no effect without any of the required keys.</summary>
    public void Require(IReadOnlyList<string> required, params string[] keys)
    {
        foreach (var key in keys.Where(key => output.Has(key) && !required.Any(output.Has)))
            output.AddProblem(key, $"requires {string.Join(" or ", required)}");
    }

    /// <summary>Completes an output with the common keys.</summary>
    public FollowOutput Complete(ObjectStorageOutput result)
    {
        var prefix = output.Optional("prefix", "", ReadPrefix);
        var format = output.Optional("format", ObjectFormat.Ndjson, ReadFormat);
        return result with { Prefix = prefix, Format = format, Secrets = _secrets };
    }

    /// <summary>Reads a value that the library checks.</summary>
    /// <param name="value">The value.</param>
    /// <param name="rule">The description of a valid value, for the message.</param>
    /// <param name="create">Creates an object of the library with the value.</param>
    public static string Checked(ConfigValue value, string rule, Action<string> create)
    {
        var word = value.Word();
        try
        {
            create(word);
            return word;
        }
        catch (ArgumentException)
        {
            throw new InvalidValueException($"{value.Node.Display} is not {rule}");
        }
    }

    private static ObjectFormat ReadFormat(ConfigValue value)
    {
        var name = value.OneOf([.. Formats.Select(format => format.Name)]);
        return Array.Find(Formats, format => format.Name == name).Create is { } create
            ? create()
            : throw new InvalidValueException(OutputsReader.NotInNativeFile($"format {name}"));
    }

    private static string ReadPrefix(ConfigValue value)
    {
        using var any = new S3Bucket(new() { Bucket = "any" });
        return Checked(
            value,
            "a prefix: up to 200 letters, digits and the characters / - _ . = without a slash at the beginning and without the "
            + "folders . and ..",
            prefix => _ = new ObjectEventStore(any, new() { Prefix = prefix })).TrimEnd('/') + "/";
    }
}
