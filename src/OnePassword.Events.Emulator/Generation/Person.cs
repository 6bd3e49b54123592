using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>A member of the account or an external user, prepared for each feed.</summary>
internal sealed class Person
{
    public Person(
        ref Rng rng, string name, string email, bool external, bool hasDetails, string account, IReadOnlyList<Device> devices)
    {
        var uuid = Uuids.Upper(rng.Next(), rng.Next());
        var home = external ? Uuids.Upper(rng.Next(), rng.Next()) : account;
        var type = external ? "external_user" : "user";
        var user = GoJson.Object(("uuid", uuid), ("name", name), ("email", email));

        Devices = devices;
        Uuid = GoJson.Utf8(uuid);
        User = GoJson.Utf8(user);
        DocumentedUser = GoJson.Utf8(GoJson.Object(
            ("uuid", uuid), ("name", name), ("email", email),
            ("user_type", type), ("user_account_uuid", external ? home : null)));
        ObservedUser = GoJson.Utf8(GoJson.Object(("uuid", uuid), ("name", name), ("email", email), ("type", type)));

        // actor_details are missing if the API no longer knows the person. Only external users have an account of their own.
        var actor = $"\",\"actor_uuid\":\"{uuid}\"" + (hasDetails ? $",\"actor_details\":{user}" : "");
        var actorAccount = external ? $",\"actor_account_uuid\":\"{home}\"" : "";
        ActorV1 = GoJson.Utf8(actor);
        ActorV2 = GoJson.Utf8($"{actor},\"actor_type\":\"{type}\"{actorAccount},\"account_uuid\":\"{account}\"");
    }

    public IReadOnlyList<Device> Devices { get; }

    public byte[] Uuid { get; }

    /// <summary>Gets the object with the three fields of V1 and of <c>*_details</c>.</summary>
    public byte[] User { get; }

    private byte[] DocumentedUser { get; }

    /// <summary>Gets the user as captured from V2 sign-ins: <c>type</c> instead of the documented <c>user_type</c>.</summary>
    private byte[] ObservedUser { get; }

    private byte[] ActorV1 { get; }

    private byte[] ActorV2 { get; }

    /// <summary>Returns the text from the closing quote of the timestamp to the fields that V2 adds for the actor.</summary>
    public ReadOnlySpan<byte> Actor(EmulatorApi api) => api == EmulatorApi.V1 ? ActorV1 : ActorV2;

    public ReadOnlySpan<byte> UserOf(EmulatorApi api, bool asObserved = false) =>
        api == EmulatorApi.V1 ? User : asObserved ? ObservedUser : DocumentedUser;
}
