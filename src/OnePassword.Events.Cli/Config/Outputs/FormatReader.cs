using OnePassword.Events.Cli.Config.Reading;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads the name of a format.</summary>
internal static class FormatReader
{
    private static readonly string[] Names = [.. EventFormat.All.Select(format => format.Name)];

    public static EventFormat Read(ConfigValue value) =>
        EventFormat.TryParse(value.OneOf(Names), out var format) ? format : throw new InvalidValueException("is not a format");
}
