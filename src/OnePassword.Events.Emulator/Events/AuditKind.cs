namespace OnePassword.Events.Emulator.Events;

/// <summary>A combination of action, object and auxiliary that an account can show.</summary>
internal sealed record AuditKind(
    string Action, string ObjectType, Subject Object, Subject Aux = Subject.None, string? Info = null)
{
    /// <summary>Gets the fields from <c>,"action"</c> up to the content of <c>object_uuid</c>.</summary>
    public byte[] Head { get; } = GoJson.Utf8(
        $$""","action":"{{Action}}","object_type":"{{ObjectType}}","object_uuid":" """[..^1]);

    public byte[] InfoField { get; } = Info is null ? [] : GoJson.Utf8($",\"aux_info\":{GoJson.Quote(Info)}");
}
