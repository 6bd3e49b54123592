using System.Buffers;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>What reading side by side needs of a feed: how to ask it for a page, how to look at what comes, how to hand it out.</summary>
internal sealed record WindowSource<TPage, TEvent>(
    PageReader<TPage> Reader,
    TimeProvider Clock,
    Func<TPage, IReadOnlyList<TEvent>> Events,
    Func<TEvent, DateTimeOffset?> Moment,
    Action<TEvent, IBufferWriter<byte>> WriteKey,
    Func<TPage, bool> HasMoreThanEvents,
    Func<TPage, HandedOut<TEvent>, TPage> HandOut)
    where TPage : IPage;
