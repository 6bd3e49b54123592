namespace OnePassword.Events.Emulator;

/// <summary>How a fault changes a response, apart from its status, body and headers.</summary>
public enum FaultMode
{
    /// <summary>Only the status, body, headers and delay of the fault change the response.</summary>
    None,

    /// <summary>The server sends no headers. The request hangs until the client disconnects.</summary>
    Stall,

    /// <summary>The server aborts the connection without a response.</summary>
    Reset,

    /// <summary>The server sends half of the body and closes the connection.</summary>
    Truncate,

    /// <summary>The server sends the body in tiny pieces and waits for <see cref="Fault.Delay"/> between them.</summary>
    Trickle,

    /// <summary>The server sends the body with a larger <c>Content-Length</c> and closes the connection.</summary>
    WrongLength,

    /// <summary>A page without items, with <c>has_more: true</c> and the cursor of the request.</summary>
    EmptyPage,

    /// <summary>The real page without its <c>cursor</c>.</summary>
    NoCursor,

    /// <summary>The real page without its <c>has_more</c>.</summary>
    NoHasMore,

    /// <summary>The real page with <c>items: null</c>.</summary>
    NullItems,

    /// <summary>Status 200 without a body.</summary>
    EmptyBody,

    /// <summary>Status 302, or the 3xx of the fault, to the fault's <c>Location</c> header or to an unknown path.</summary>
    Redirect,
}
