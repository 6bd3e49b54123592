namespace OnePassword.Events.Emulator.Generation;

/// <summary>The type of thing that an object or auxiliary uuid of an audit event identifies.</summary>
internal enum EventSubject
{
    None,
    Account,
    User,
    Group,
    Vault,
    Item,
    OwnDevice,
    OwnSession,
    Other,
}
