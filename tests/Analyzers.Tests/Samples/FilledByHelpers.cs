using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;

// Collections that a helper fills, replaced: with and without an end of the old ones, and where there are none.
namespace Samples.FilledByHelpers
{
    // three spellings of the collection that a helper makes
    public sealed class A : IDisposable { private ImmutableArray<UdpClient> _s = Make(2).ToImmutableArray(); public void Rescale(int n) { _s = Make(n).ToImmutableArray(); } //! LEAK1003
     private static IEnumerable<UdpClient> Make(int n) { for (var i = 0; i < n; i++) yield return new UdpClient(i); } public void Dispose() { foreach (var s in _s) s.Dispose(); } }
    public sealed class B : IDisposable { private Dictionary<int, UdpClient> _s = Open([1]); public void Reload(int[] p) => _s = Open(p); //! LEAK1003
     private static Dictionary<int, UdpClient> Open(int[] ports) { Dictionary<int, UdpClient> r = []; foreach (var p in ports) r[p] = new(p); return r; } public void Dispose() { foreach (var s in _s.Values) s.Dispose(); } }
    public sealed class C : IDisposable { private IReadOnlyList<Process> _p; private readonly string[] _names; public C(string[] names) { _names = names; _p = StartAll(); } public void Restart() { _p = StartAll(); } //! LEAK1003
     private List<Process> StartAll() { var l = new List<Process>(); Array.ForEach(_names, n => l.Add(Process.Start(n))); return l; } public void Dispose() { foreach (var p in _p) p.Dispose(); } }
    // five look-alikes
    public sealed class D : IDisposable { private List<UdpClient> _s = Make(2); public void Rescale(int n) { var old = _s; _s = Make(n); foreach (var o in old) o.Dispose(); }
     private static List<UdpClient> Make(int n) { var r = new List<UdpClient>(); for (var i = 0; i < n; i++) r.Add(new UdpClient(i)); return r; } public void Dispose() { foreach (var s in _s) s.Dispose(); } }
    public sealed class E1 : IDisposable { private List<UdpClient> _s = Make([], 2); public void Rescale(int n) { _s = Make(_s, n); }
     private static List<UdpClient> Make(List<UdpClient> old, int n) { var r = new List<UdpClient>(old.Take(n)); foreach (var o in old.Skip(n)) o.Dispose(); while (r.Count < n) r.Add(new UdpClient(r.Count)); return r; } public void Dispose() { foreach (var s in _s) s.Dispose(); } }
    public sealed class F : IDisposable { private List<UdpClient> _s = []; public void Begin(int n) { if (_s.Count > 0) return; _s = Make(n); }
     private static List<UdpClient> Make(int n) { var r = new List<UdpClient>(); for (var i = 0; i < n; i++) r.Add(new UdpClient(i)); return r; } public void Dispose() { foreach (var s in _s) s.Dispose(); } }
    public sealed class G(Func<int, UdpClient> pool) { private List<UdpClient> _s = []; public void Rescale(int n) { _s = Rent(n); }
     private List<UdpClient> Rent(int n) { var r = new List<UdpClient>(); for (var i = 0; i < n; i++) r.Add(pool(i)); return r; } public int Count => _s.Count; }
    public sealed class H : IDisposable { private List<UdpClient> _s = Make(1); public void Reset(int n) { Dispose(); _s = Make(n); }
     private static List<UdpClient> Make(int n) { var r = new List<UdpClient>(); for (var i = 0; i < n; i++) r.Add(new UdpClient(i)); return r; } public void Dispose() { foreach (var s in _s) s.Dispose(); _s.Clear(); } }
    public sealed class L1 : IDisposable { private List<UdpClient> _s = []; public void Begin(int n) { if (_s.Count == 0) { _s = Make(n); } }
     public void Again(int n) { if (_s.Count > 0) { _s = Make(n); } } //! LEAK1003
     public void Late(int n) { if (_s.Count > 0) return; _s.Add(new UdpClient(1)); _s = Make(n); } //! LEAK1003
     public void Both(int n, bool ready) { if (_s.Count > 0 && ready) return; _s = Make(n); } //! LEAK1003
     public void Either(int n, bool ready) { if (_s.Count > 0 || ready) return; _s = Make(n); }
     public async Task Wait(int n) { if (_s.Any()) throw new InvalidOperationException(); await Task.Delay(1); _s = Make(n); } //! LEAK1003
     private static List<UdpClient> Make(int n) { var r = new List<UdpClient>(); for (var i = 0; i < n; i++) r.Add(new UdpClient(i)); return r; } public void Dispose() { foreach (var s in _s) s.Dispose(); } }
}
