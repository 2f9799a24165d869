using System.Diagnostics.Metrics;

namespace LeakGuard.ReferenceCache.Tests.Support;

/// <summary>What the instruments of one cache or queue say.</summary>
internal sealed class Readings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<(string, string), double> _values = [];
    private readonly string _nameTag;
    private readonly string _name;

    public Readings(string nameTag, string name)
    {
        (_nameTag, _name) = (nameTag, name);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "LeakGuard.ReferenceCache")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public double this[string instrument, string state = ""]
    {
        get
        {
            lock (_values)
                return _values[(instrument, state)];
        }
    }

    public void Collect() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var mine = false;
        var state = "";
        foreach (var tag in tags)
        {
            if (tag.Key == _nameTag)
                mine = tag.Value as string == _name;
            else
                state = (string)tag.Value!;
        }

        if (!mine)
            return;
        lock (_values)
            _values[(instrument.Name, state)] = value;
    }
}
