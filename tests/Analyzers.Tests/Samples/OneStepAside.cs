using System.Collections.Concurrent;
using System.Diagnostics;

// Arrays that shrink or shift the other way, names that are only alike, and a part of the old list: next to what loses nothing.
namespace Samples.OneStepAside
{
    public sealed class Lamp(int at) : IDisposable { private readonly Timer _t = new(_ => { }, null, 0, 10 + at); public void Dispose() => _t.Dispose(); }
    public sealed class Row : IDisposable
    {
        private Lamp[] _lamps = [new(0), new(1)];
        public void Shrink() { Array.Resize(ref _lamps, _lamps.Length - 1); _lamps[^1] = new Lamp(9); } //! LEAK1001
        public void Grow() { Array.Resize(ref _lamps, _lamps.Length + 1); _lamps[_lamps.Length - 1] = new Lamp(9); }
        public void GrowAt() { var at = _lamps.Length; Array.Resize(ref _lamps, at + 1); _lamps[at] = new Lamp(9); }
        public void Dispose() { foreach (var l in _lamps) l.Dispose(); }
    }
    public sealed class Shift(int max) : IDisposable
    {
        private readonly Lamp?[] _lamps = new Lamp?[max]; private int _n;
        public void Insert(int at) { Array.Copy(_lamps, at, _lamps, at + 1, _n - at); _lamps[at] = new Lamp(at); _n++; }
        public void Left(int at) { Array.Copy(_lamps, at, _lamps, at - 1, _n - at); _lamps[at] = new Lamp(at); } //! LEAK1001
        public void Dispose() { foreach (var l in _lamps) l?.Dispose(); }
    }
    public sealed class Sources : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly IDisposable _all; private IDisposable? _one, _two, _three;
        public Sources() => _all = DiagnosticListener.AllListeners.Subscribe(this);
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name.EndsWith(".Client")) _one = value.Subscribe(this); //! LEAK1001
            if (value.Name.Contains("Host")) _two = value.Subscribe(this); //! LEAK1001
            if (value.Name.Equals("Shop")) _three = value.Subscribe(this);
        }
        public void OnNext(KeyValuePair<string, object?> value) { }
        public void OnCompleted() { }
        public void OnError(Exception error) { }
        public void Dispose() { _all.Dispose(); _one?.Dispose(); _two?.Dispose(); _three?.Dispose(); }
    }
    public sealed class Groups
    {
        private readonly ConcurrentDictionary<string, List<Lamp>> _all = new();
        public void Add(string k, Lamp l) => _all.AddOrUpdate(k, _ => [l], (_, old) => [.. old, l]);
        public void AddSome(string k) { var l = new Lamp(1); _all.AddOrUpdate(k, _ => [l], (_, old) => [.. old.Skip(1), l]); } //! LEAK1001
        public void End(string k) { if (_all.TryRemove(k, out var all)) foreach (var l in all) l.Dispose(); }
    }
}
