using System.Net.Sockets;
using Microsoft.Build.Framework;

// Places of an array that were moved, entries found again by their index or by what they are called, and flags that say too little.
namespace Samples.ToldApart
{
    public sealed class Col : IDisposable { private readonly Timer _t = new(_ => { }, null, 0, 10); public int Index; public string Name = ""; public void Dispose() => _t.Dispose(); public void CloseNow() { } public void StopInternal() => _t.Change(-1, -1); }
    public sealed class Cells : IDisposable
    {
        private Col[] _cols = new Col[8]; private int _n;
        ~Cells() { _cols = null!; }
        public void Insert(int at) { Array.Copy(_cols, at, _cols, at + 1, _n - at); _cols[at] = new Col(); _n++; }
        public void Close(int at) { Array.Copy(_cols, at + 1, _cols, at, _n - at - 1); _cols[at] = new Col(); } //! LEAK1001
        public void Wrong(int at, int other) { Array.Copy(_cols, at, _cols, at + 1, _n - at); _cols[other] = new Col(); } //! LEAK1001
        public void Reset() { _cols = new Col[8]; } //! LEAK1003
        public void Dispose() { foreach (var c in _cols) c?.Dispose(); GC.SuppressFinalize(this); }
    }
    public sealed class Front : IDisposable
    {
        private readonly List<Col> _all = [];
        public void Add(string n) => _all.Add(new Col { Name = n });
        public void ToFront(Col c) { var i = _all.IndexOf(c); _all.RemoveAt(i); _all.Insert(_all.Count, c); }
        public void Replace(Col c) { var i = _all.IndexOf(c); _all.RemoveAt(i); _all.Insert(i, new Col()); } // the caller has it in hand
        public void DropFirst() { var i = _all.FindIndex(x => x.Name == "a"); _all.RemoveAt(i); } //! LEAK1002
        public void Dispose() { foreach (var c in _all) c.Dispose(); }
    }
    public sealed class Named : IDisposable
    {
        private readonly Dictionary<string, Col> _by = [];
        public void Add(string n) => _by.Add(n, new Col { Name = n });
        private static string Norm(string s) => s.ToLowerInvariant();
        public void RemoveByName(string n) { _by.Remove(Norm(n)); } //! LEAK1002
        public void RemoveOf(FileInfo f) { _by.Remove(Norm(f.Name)); } //! LEAK1002
        public void Dispose() { foreach (var c in _by.Values) c.Dispose(); }
    }
    public sealed class Drv : IDisposable { private Socket? _s; public bool IsConnected { get; private set; } public void Open(Socket s) { _s = s; IsConnected = true; } public void Close() { IsConnected = false; } public void Dispose() { _s?.Dispose(); } }
    public sealed class Con : IDisposable
    {
        private Drv? _d;
        public void Reopen(Socket s) { if (_d == null || !_d.IsConnected) _d = new Drv(); _d.Open(s); } //! LEAK1001
        public void Dispose() => _d?.Dispose();
    }
}

namespace Microsoft.Build.Framework
{
    public interface IEventSource
    {
        event EventHandler? BuildFinished;
    }
}

// The last event that a logger of a build gets; and one of the same name, which comes for every build.
namespace Samples.ToldApart.Builds
{
    public interface IServerEvents
    {
        event EventHandler? BuildFinished;
    }

    public sealed class Progress
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Thread _refresher = new(() => Console.Write('.'));

        public void Initialize(IEventSource events) => events.BuildFinished += OnFinished;

        public void Initialize(IServerEvents events) => events.BuildFinished += OnServerFinished;

        private void OnFinished(object? sender, EventArgs e)
        {
            _stop.Cancel();
            _refresher.Join();
        }

        private void OnServerFinished(object? sender, EventArgs e)
        {
            _stop.Cancel();
            _refresher.Join(); //! LEAK3001
        }
    }
}
