using System.Globalization;
using System.Text.Json;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config;

/// <summary>Values with a unit, places and times: what the strings of the file stand for.</summary>
internal static class ConfigUnits
{
    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TimeSpan Duration(this ConfigValue value, TimeSpan atLeast)
    {
        if (!Shared.Duration.TryParse(value.Word(Shared.Duration.Forms), out var duration))
            throw new InvalidValueException($"{SafeDisplay.Value(value.Node)} is not {Shared.Duration.Forms}");
        return duration >= atLeast
            ? duration
            : throw new InvalidValueException(string.Create(CultureInfo.InvariantCulture, $"{SafeDisplay.Value(value.Node)} is less than {atLeast.TotalSeconds}s"));
    }

    public static DateTimeOffset Moment(this ConfigValue value) =>
        TimeExpression.TryParse(value.Word("a duration or a time"), value.Reading.Now, out var moment)
            ? moment
            : throw new InvalidValueException($"{SafeDisplay.Value(value.Node)} is {TimeExpression.NeitherForm}");

    /// <summary>A number of bytes: a size with its unit, or the plain number.</summary>
    public static long Size(this ConfigValue value)
    {
        var text = value.Node.Kind == JsonValueKind.Number ? value.Node.Text : value.Word(ByteSize.Forms);
        if (!ByteSize.TryParse(text, out var bytes))
            throw new InvalidValueException($"{SafeDisplay.Value(value.Node)} is not {ByteSize.Forms}");
        return bytes >= ByteSize.Kilobyte ? bytes : throw new InvalidValueException($"{SafeDisplay.Value(value.Node)} is less than 1KB");
    }

    /// <summary>A path, which starts from the folder of the file, or with <c>~</c> from the home folder.</summary>
    public static string FullPath(this ConfigValue value)
    {
        var path = HomeFolder.Expand(value.Word("a path"), value.Reading.Environment);
        return path.StartsWith('~')
            ? throw new InvalidValueException("begins with '~' and a name, which is not expanded; write the full path, or ./~ for a name that begins so")
            : Path.GetFullPath(path, value.Reading.Text.Folder);
    }

    public static EventsRegion Address(this ConfigValue value)
    {
        try
        {
            return EventsRegion.At(new Uri(value.Word("an address"), UriKind.RelativeOrAbsolute));
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException)
        {
            // Without the address: it may have a password in it.
            throw new InvalidValueException("is not an https address (http is taken on loopback only) without user, query and fragment");
        }
    }
}
