using System.Globalization;
using System.Text;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>The text of a configuration file, with the positions of its bytes.</summary>
internal sealed class ConfigText : IConfigSource
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly string _title;
    private readonly byte[] _utf8;

    private ConfigText(string title, string folder, byte[] utf8) => (_title, Folder, _utf8) = (title, folder, utf8);

    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>Gets the folder that relative paths in the file start from.</summary>
    public string Folder { get; }

    /// <summary>Returns a text that is not in a file.</summary>
    /// <param name="title">The name of the text, for messages.</param>
    /// <param name="folder">The folder that relative paths start from.</param>
    /// <param name="text">The text.</param>
    public static ConfigText Of(string title, string folder, string text) => new(title, folder, Encoding.UTF8.GetBytes(text));

    public static ConfigText Load(string path)
    {
        try
        {
            var content = File.ReadAllBytes(path);
            return new ConfigText(
                path, Path.GetDirectoryName(Path.GetFullPath(path))!,
                content.AsSpan().StartsWith(ByteOrderMark) ? content[ByteOrderMark.Length..] : content);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliException.Usage($"{path}: the file does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"{path}: the file cannot be read: {e.Message}");
        }
        catch (ArgumentException)
        {
            throw CliException.Usage($"'{path}' is not a file name");
        }
    }

    public string Describe(int offset, string key, string problem) =>
        $"{Position(offset)}: {(key.Length > 0 ? $"{key}: " : "")}{problem}";

    public string PlaceOf(int offset) => string.Create(CultureInfo.InvariantCulture, $"line {Line(offset)}");

    // From 1.
    private int Line(int offset) => 1 + _utf8.AsSpan(0, offset).Count((byte)'\n');

    /// <summary>Returns file, line and column of a byte in the form that editors can jump to.</summary>
    public string Position(int offset)
    {
        var line = _utf8.AsSpan(0, offset);
        var column = 1 + Encoding.UTF8.GetCharCount(line[(line.LastIndexOf((byte)'\n') + 1)..]);
        return string.Create(CultureInfo.InvariantCulture, $"{_title}({Line(offset)},{column})");
    }
}
