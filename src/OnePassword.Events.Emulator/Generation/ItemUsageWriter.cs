using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>Writes <c>itemusages</c> with the fields in the order of the reference.</summary>
internal sealed class ItemUsageWriter(ulong key, ShuffledSequence<byte[]> kinds, Population population) : IEventWriter
{
    public void Write(ref JsonText json, long index, long timestamp, EmulatorApi api)
    {
        var rng = new Rng(key, index);
        json.Raw("{\"uuid\":\""u8);
        json.Uuid(rng.Next(), rng.Next());
        json.Raw("\",\"timestamp\":\""u8);
        json.Time(timestamp);
        json.Raw("\",\"used_version\":"u8);
        json.Number(1 + rng.Below(40));

        var item = rng.Below(population.Items.Count);
        json.Raw(",\"vault_uuid\":\""u8);
        json.Raw(population.VaultOf(item));
        json.Raw("\",\"item_uuid\":\""u8);
        json.Raw(population.Items[item]);
        json.Raw(kinds.At(index));

        var person = population.AnyPerson(ref rng);
        var device = person.Devices[rng.Below(person.Devices.Count)];
        json.Raw(person.UserOf(api));
        json.Raw(device.ClientOf(ref rng));
        json.Raw(device.Place.LocationOf(ref rng));
        if (api == EmulatorApi.V2 && !rng.OneIn(8))
            json.Raw(population.AccountField);
    }
}
