using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

// Containers that somebody else has as well, however it got them. Each namespace is a program of its own.
// who else has the container: correct programs

namespace Samples.ContainersGivenAway.ArrayOfBoth
{
    using Samples.Parts;
    public sealed class Owner : IDisposable
    {
        private readonly Registry<string, Conn> incoming = new();
        private readonly Registry<string, Conn> outgoing = new();
        public void Accept(string k) { var c = new Conn(k); if (!incoming.TryAdd(k, c)) c.Dispose(); }
        public void Dial(string k) { var c = new Conn(k); if (!outgoing.TryAdd(k, c)) c.Dispose(); }
        public void Dispose()
        {
            foreach (var table in new[] { incoming, outgoing })
                foreach (var c in table.TakeAll()) c.Dispose();
        }
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly Registry<string, Conn> incoming = new();
        private readonly Registry<string, Conn> outgoing = new();
        private IEnumerable<Registry<string, Conn>> Tables { get { yield return incoming; yield return outgoing; } }
        public void Accept(string k) { var c = new Conn(k); if (!incoming.TryAdd(k, c)) c.Dispose(); }
        public void Dial(string k) { var c = new Conn(k); if (!outgoing.TryAdd(k, c)) c.Dispose(); }
        public void Dispose() { foreach (var t in Tables) foreach (var c in t.TakeAll()) c.Dispose(); }
    }
    public sealed class Owner3 : IDisposable
    {
        private readonly Registry<string, Conn> incoming = new();
        private readonly Registry<string, Conn> outgoing = new();
        private readonly Registry<string, Conn>[] all;
        public Owner3() { all = [incoming, outgoing]; }
        public void Accept(string k) { var c = new Conn(k); if (!incoming.TryAdd(k, c)) c.Dispose(); }
        public void Dial(string k) { var c = new Conn(k); if (!outgoing.TryAdd(k, c)) c.Dispose(); }
        public void Dispose() { foreach (var t in all) foreach (var c in t.TakeAll()) c.Dispose(); }
    }
    public sealed class Owner4 : IDisposable
    {
        private readonly Registry<string, Conn> incoming = new();
        private readonly Registry<string, Conn> outgoing = new();
        private Registry<string, Conn> TableOf(bool isIn) => isIn ? incoming : outgoing;
        public void Open(string k, bool isIn) { var c = new Conn(k); if (!TableOf(isIn).TryAdd(k, c)) c.Dispose(); }
        public void Close(string k, bool isIn) { if (TableOf(isIn).TryTake(k, out var c)) c.Dispose(); }
        public void Dispose() { foreach (var t in (bool[])[true, false]) foreach (var c in TableOf(t).TakeAll()) c.Dispose(); }
    }
    public sealed class Owner5 : IDisposable
    {
        private readonly Registry<string, Conn> incoming = new();
        private readonly Registry<string, Conn> outgoing = new();
        public void Open(string k, bool isIn) { var t = isIn ? incoming : outgoing; var c = new Conn(k); if (!t.TryAdd(k, c)) c.Dispose(); }
        public void Dispose()
        {
            Drain(incoming);
            Drain(outgoing);
            void Drain(Registry<string, Conn> t) { foreach (var c in t.TakeAll()) c.Dispose(); }
        }
    }
    public static class Use { public static object[] Make() => [new Owner(), new Owner2(), new Owner3(), new Owner4(), new Owner5()]; }
}

namespace Samples.ContainersGivenAway.GivenByInitializer
{
    using Samples.Parts;
    public sealed class Sweeper : IDisposable
    {
        public Registry<string, Conn>? Table { get; set; }
        public void Sweep() { foreach (var c in Table!.Snapshot()) if (c.IsDead) { Table.Remove(c.Id); c.Dispose(); } }
        public void Dispose() { foreach (var c in Table!.TakeAll()) c.Dispose(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Registry<string, Conn> conns = new();
        private readonly Sweeper sweeper;
        public Owner() { sweeper = new Sweeper { Table = conns }; }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Dispose() => sweeper.Dispose();
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly Registry<string, Conn> conns = new();
        private readonly Sweeper sweeper = new();
        public Owner2() { sweeper.Table = conns; }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Dispose() => sweeper.Dispose();
    }
    public static class Tables { public static Registry<string, Conn>? Current; public static readonly List<Registry<string, Conn>> All = new(); public static void Track(Registry<string, Conn> t) { lock (All) All.Add(t); } public static void CloseAll() { lock (All) foreach (var t in All) foreach (var c in t.TakeAll()) c.Dispose(); } }
    public sealed class Owner3
    {
        private readonly Registry<string, Conn> conns = new();
        public Owner3() { Tables.Track(conns); }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Close(string k) { if (conns.TryTake(k, out var c)) c.Dispose(); }
    }
    public sealed class Owner4
    {
        private readonly Registry<string, Conn> conns = new();
        public Owner4() { lock (Tables.All) Tables.All.Add(conns); }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Close(string k) { if (conns.TryTake(k, out var c)) c.Dispose(); }
    }
    public sealed class Owner5
    {
        private readonly Registry<string, Conn> conns = new();
        public Owner5() { Tables.Current = conns; }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Close(string k) { if (conns.TryTake(k, out var c)) c.Dispose(); }
    }
    public static class Use { public static object[] Make() => [new Owner(), new Owner2(), new Owner3(), new Owner4(), new Owner5()]; }
}

namespace Samples.ContainersGivenAway.GivenInLambda
{
    using Samples.Parts;
    public sealed class Reaper : IDisposable
    {
        private readonly Timer timer;
        private readonly Func<Registry<string, Conn>> table;
        public Reaper(Func<Registry<string, Conn>> table) { this.table = table; timer = new Timer(_ => Sweep(), null, 1000, 1000); }
        private void Sweep() { foreach (var c in table().Snapshot()) if (c.IsDead) { table().Remove(c.Id); c.Dispose(); } }
        public void Dispose() { timer.Dispose(); foreach (var c in table().TakeAll()) c.Dispose(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Registry<string, Conn> conns = new();
        private Reaper? reaper;
        public void Start() => StartReaper();
        private void StartReaper() { reaper ??= new Reaper(() => conns); }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Dispose() => reaper?.Dispose();
    }
    public sealed class Finisher : IDisposable
    {
        private readonly Func<Conn[]> rest;
        public Finisher(Func<Conn[]> rest) => this.rest = rest;
        public void Dispose() { foreach (var c in rest()) c.Dispose(); }
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly Registry<string, Conn> conns = new();
        private readonly Finisher finisher;
        public Owner2() { finisher = new Finisher(() => conns.TakeAll()); }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Dispose() => finisher.Dispose();
    }
    public sealed class Owner3
    {
        private readonly Registry<string, Conn> conns = new();
        private readonly List<Action> ends = new();
        public Owner3() { ends.Add(() => { foreach (var c in conns.TakeAll()) c.Dispose(); }); }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Close() { foreach (var e in ends) e(); }
    }
    public static class Use { public static object[] Make() => [new Owner(), new Owner2(), new Owner3()]; }
}

namespace Samples.ContainersGivenAway.TupleAndRecord
{
    using Samples.Parts;
    public sealed record Context(Registry<string, Conn> Conns, string Name);
    public sealed class Worker(Context context) : IDisposable
    {
        public void Dispose() { foreach (var c in context.Conns.TakeAll()) c.Dispose(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Registry<string, Conn> conns = new();
        private readonly Worker worker;
        public Owner() { var context = new Context(conns, "x"); worker = new Worker(context); }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Dispose() => worker.Dispose();
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly Registry<string, Conn> conns = new();
        private readonly (Registry<string, Conn> Table, string Name)[] groups;
        public Owner2() { groups = [(conns, "a")]; }
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Dispose() { foreach (var (t, _) in groups) foreach (var c in t.TakeAll()) c.Dispose(); }
    }
    public static class Use { public static object[] Make() => [new Owner(), new Owner2()]; }
}
