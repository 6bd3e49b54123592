namespace OnePassword.Events.Emulator;

/// <summary>A version of the Events API. Both versions serve the same events. V2 serves more of their fields.</summary>
public enum EmulatorApi
{
    /// <summary>Version 1, <c>/api/v1/…</c>.</summary>
    V1,

    /// <summary>Version 2, <c>/api/v2/…</c>.</summary>
    V2,
}
