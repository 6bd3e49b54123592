using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Export;

/// <summary>Writes the pages of one feed as lines in the format of the export.</summary>
/// <param name="format">The format.</param>
/// <param name="origin">Returns the origin of a page that was read now.</param>
internal sealed class ExportLines(EventFormat format, Func<EventOrigin> origin)
{
    private readonly LineFormatter _lines = new(format, LineFormatter.PartSize);

    public ReadOnlyMemory<byte> Format(RawEventPage page) => _lines.Format(page.Items, origin());

    public IEnumerable<ReadOnlyMemory<byte>> FormatParts(RawEventPage page) => _lines.FormatParts(page.Items, origin());
}
