using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>Writes <c>auditevents</c> with the fields in the order of the reference.</summary>
internal sealed class AuditEventWriter(
    ulong key, ShuffledSequence<AuditKind> kinds, SignIns signIns, Population population) : IEventWriter
{
    public void Write(ref JsonText json, long index, long timestamp, EmulatorApi api)
    {
        var rng = new Rng(key, index);
        json.Raw("{\"uuid\":\""u8);
        json.Uuid(rng.Next(), rng.Next());
        json.Raw("\",\"timestamp\":\""u8);
        json.Time(timestamp);

        var session = signIns.SessionOf(index, timestamp, ref rng);
        json.Raw(session.Person.Actor(api));
        var kind = kinds.At(index);
        var item = rng.Below(population.Items.Count);
        Object(ref json, kind, session, item, ref rng);
        Aux(ref json, kind, session, item, ref rng);
        json.Raw(kind.InfoField);

        json.Raw(",\"session\":{\"uuid\":\""u8);
        json.Uuid(session.UuidHigh, session.UuidLow);
        json.Raw("\",\"login_time\":\""u8);
        json.Time(session.LoginTime);
        json.Raw(session.Device.SessionTail);
        json.Raw(session.Device.Place.LocationOf(ref rng));
    }

    private void Object(ref JsonText json, AuditKind kind, Session session, int item, ref Rng rng)
    {
        json.Raw(kind.Head);
        if (kind.Object == EventSubject.User)
        {
            var person = population.AnyPerson(ref rng);
            json.Raw(person.Uuid);
            json.Raw("\",\"object_details\":"u8);
            json.Raw(person.User);
            return;
        }

        Uuid(ref json, kind.Object, session, item, ref rng);
        json.Raw("\""u8);
    }

    private void Aux(ref JsonText json, AuditKind kind, Session session, int item, ref Rng rng)
    {
        if (kind.Object == EventSubject.OwnDevice)
        {
            json.Raw(",\"aux_id\":"u8);
            json.Number(session.Device.AuxId);
        }

        // An action on a device names the owner of the device.
        if (kind.Aux == EventSubject.User || kind.Object == EventSubject.OwnDevice)
        {
            var person = kind.Object == EventSubject.OwnDevice ? session.Person : population.AnyPerson(ref rng);
            json.Raw(",\"aux_uuid\":\""u8);
            json.Raw(person.Uuid);
            json.Raw("\",\"aux_details\":"u8);
            json.Raw(person.User);
        }
        else if (kind.Aux != EventSubject.None)
        {
            json.Raw(",\"aux_uuid\":\""u8);
            Uuid(ref json, kind.Aux, session, item, ref rng);
            json.Raw("\""u8);
        }
    }

    private void Uuid(ref JsonText json, EventSubject subject, Session session, int item, ref Rng rng)
    {
        switch (subject)
        {
            case EventSubject.None: break; // The field is empty.
            case EventSubject.Account: json.Raw(population.AccountUuid); break;
            case EventSubject.Group: json.Raw(population.Groups[rng.Below(population.Groups.Count)]); break;
            case EventSubject.Vault: json.Raw(population.VaultOf(item)); break;
            case EventSubject.Item: json.Raw(population.Items[item]); break;
            case EventSubject.OwnDevice: json.Raw(session.Device.Uuid); break;
            case EventSubject.OwnSession: json.Uuid(session.UuidHigh, session.UuidLow); break;
            default: json.Uuid(rng.Next(), rng.Next()); break;
        }
    }
}
