using System.Buffers;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Paging;

/// <summary>Writes pages with <c>cursor</c>, <c>has_more</c> and <c>items</c>, in this order.</summary>
internal sealed class PageWriter(CursorCodec cursors, bool indented)
{
    private readonly Layout _layout = indented ? Layout.Indented : Layout.Compact;

    public void Write(Page page, PageShape shape, EventFeed feed, IBufferWriter<byte> target)
    {
        target.Write(_layout.Open);
        if (!shape.HasFlag(PageShape.NoCursor))
        {
            Name(target, "\"cursor\""u8);
            target.Write("\""u8);
            cursors.Write(target.GetSpan(CursorCodec.TextLength), page.Next);
            target.Advance(CursorCodec.TextLength);
            target.Write("\""u8);
            target.Write(_layout.Comma);
        }

        if (!shape.HasFlag(PageShape.NoHasMore))
        {
            Name(target, "\"has_more\""u8);
            target.Write(page.HasMore ? "true"u8 : "false"u8);
            target.Write(_layout.Comma);
        }

        Name(target, "\"items\""u8);
        if (shape.HasFlag(PageShape.NullItems))
            target.Write("null"u8);
        else
            Items(page, feed, target);
        target.Write(_layout.Close);
    }

    private void Name(IBufferWriter<byte> target, ReadOnlySpan<byte> name)
    {
        target.Write(name);
        target.Write(_layout.Colon);
    }

    private void Items(Page page, EventFeed feed, IBufferWriter<byte> target)
    {
        target.Write("["u8);
        for (var i = 0; i < page.Positions.Count; i++)
        {
            if (i > 0)
                target.Write(_layout.Comma);
            feed.Write(page.Positions[i], page.Next.Api, target);
        }

        target.Write("]"u8);
    }

    private sealed record Layout(byte[] Open, byte[] Colon, byte[] Comma, byte[] Close)
    {
        public static Layout Compact { get; } = new("{"u8.ToArray(), ":"u8.ToArray(), ","u8.ToArray(), "}"u8.ToArray());

        public static Layout Indented { get; } =
            new(" {\r\n\t"u8.ToArray(), " : "u8.ToArray(), " ,\r\n\t"u8.ToArray(), "\r\n} \n"u8.ToArray());
    }
}
