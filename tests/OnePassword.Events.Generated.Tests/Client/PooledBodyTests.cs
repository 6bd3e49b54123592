using System.Runtime.CompilerServices;

namespace OnePassword.Events.Generated.Tests.Client;

/// <summary>The memory of a response comes from a pool and returns to it.</summary>
public sealed class PooledBodyTests
{
    [Test]
    public void Disposed_memory_is_reused()
    {
        var first = new PooledBody(300_000);
        ref var start = ref first.Free.Span[0];
        using (first)
            first.Advance(1);
        using var second = new PooledBody(300_000);
        Assert.That(Unsafe.AreSame(ref start, ref second.Free.Span[0]), Is.True);
    }

    [Test]
    public void Growing_keeps_the_bytes()
    {
        using var body = new PooledBody(16);
        for (var number = 0; number < 100_000; number++)
        {
            if (body.Free.IsEmpty)
                body.Grow();
            body.Free.Span[0] = (byte)number;
            body.Advance(1);
        }
        Assert.That(body.GetSpan().ToArray(), Is.EqualTo(Enumerable.Range(0, 100_000).Select(number => (byte)number)));
    }

    [Test]
    public void A_part_of_a_disposed_body_throws()
    {
        var body = new PooledBody([1, 2, 3, 4]);
        ReadOnlyMemory<byte> part = body.Memory[1..3];
        using (body)
            Assert.That(part.ToArray(), Is.EqualTo(new byte[] { 2, 3 }));
        Assert.That(() => part.ToArray(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => part.Pin(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => body.Free, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public unsafe void A_pinned_part_is_where_its_bytes_are()
    {
        using var body = new PooledBody([1, 2, 3, 4]);
        using var pin = body.Memory[2..].Pin();
        Assert.That(*(byte*)pin.Pointer, Is.EqualTo(3));
    }
}
