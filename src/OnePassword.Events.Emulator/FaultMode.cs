namespace OnePassword.Events.Emulator;

/// <summary>What goes wrong with an answer, beside its status, body and headers.</summary>
public enum FaultMode
{
    /// <summary>Nothing: only the status, body, headers or delay that the fault names.</summary>
    None,

    /// <summary>Headers never come; the request hangs until the client leaves.</summary>
    Stall,

    /// <summary>The connection is aborted without an answer.</summary>
    Reset,

    /// <summary>The body ends half-way and the connection is closed.</summary>
    Cut,

    /// <summary>The body comes in tiny pieces with <see cref="Fault.Delay"/> between them.</summary>
    Trickle,

    /// <summary>The body is complete, but <c>Content-Length</c> promises more; then the connection is closed.</summary>
    WrongLength,

    /// <summary>A page without items that says <c>has_more: true</c> and repeats the request's cursor.</summary>
    EmptyPage,

    /// <summary>The real page without its <c>cursor</c>.</summary>
    NoCursor,

    /// <summary>The real page without its <c>has_more</c>.</summary>
    NoHasMore,

    /// <summary>The real page, but <c>items</c> is null.</summary>
    NullItems,

    /// <summary>A 200 without a body.</summary>
    EmptyBody,

    /// <summary>A 302, or the fault's own 3xx, to its <c>Location</c> header, or to a path that does not exist.</summary>
    Redirect,
}
