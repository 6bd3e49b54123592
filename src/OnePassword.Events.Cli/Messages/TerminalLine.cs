using Spectre.Console;
using Spectre.Console.Rendering;

namespace OnePassword.Events.Cli.Messages;

/// <summary>A line on a terminal. It erases what a live display has drawn there, which is drawn again below.</summary>
internal sealed class TerminalLine(string text) : Renderable
{
    private const string EraseBelow = "\u001b[J";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        ((IRenderable)new Text(text + "\n")).Render(options, maxWidth).Prepend(Segment.Control(EraseBelow));
}
