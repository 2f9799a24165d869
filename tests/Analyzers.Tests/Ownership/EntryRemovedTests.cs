using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>Code that looks like LEAK1002 and is right, and what comes close to it.</summary>
public sealed class EntryRemovedTests
{
    private static Task SilentAsync(string member) => Verify.SilentAsync(
        $$"""
        #nullable enable
        sealed class Cache : IDisposable
        {
            private readonly Dictionary<string, Timer> _timers = new();
            private readonly Queue<Timer> _retired = new();

            public void Open(string name) => _timers.Add(name, new Timer(_ => { }));

            {{member}}

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
                foreach (var timer in _retired)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task RemovedAndDisposed_Silent() => SilentAsync("public void Drop(string name) { if (_timers.Remove(name, out var timer)) timer.Dispose(); }");

    [Fact]
    public Task FoundDisposedAndRemoved_Silent() => SilentAsync("public void Drop(string name) { if (_timers.TryGetValue(name, out var timer)) { _timers.Remove(name); timer.Dispose(); } }");

    [Fact]
    public Task HandedToTheCaller_Silent() => SilentAsync("public Timer? Take(string name) => _timers.Remove(name, out var timer) ? timer : null;");

    [Fact]
    public Task GivenOutByOutArgument_Silent() => SilentAsync("public bool Take(string name, out Timer? timer) => _timers.Remove(name, out timer);");

    [Fact]
    public Task MovedToAnotherStore_Silent() => SilentAsync("public void Retire(string name) { if (_timers.Remove(name, out var timer)) _retired.Enqueue(timer); }");

    [Fact]
    public Task DisposedByAHelper_Silent() => SilentAsync("public void Drop(string name) { if (_timers.Remove(name, out var timer)) End(timer); } private static void End(Timer timer) => timer.Dispose();");

    [Fact]
    public Task RentedFromAQueue_Silent() => SilentAsync("public Timer Rent() => _retired.Count > 0 ? _retired.Dequeue() : new Timer(_ => { });");

    [Fact]
    public Task DequeuedAndDisposed_Silent() => SilentAsync("public void Trim() { while (_retired.Count > 2) _retired.Dequeue().Dispose(); }");

    [Theory]
    [InlineData("Process", "new Process()", "found.HasExited", true)]
    [InlineData("Pump", "new Pump()", "found.HasExited", false)]
    [InlineData("Pump", "new Pump()", "found.IsDisposed", false)]
    public Task WhatSaysThatItEnded_IsOverUnlessItHasHandles(string type, string made, string ended, bool isLost) => Verify.FindsAsync(
        $$"""
        using System.Diagnostics;
        public sealed class Pump : IDisposable
        {
            private readonly Timer _timer = new(_ => { });
            public bool HasExited { get; private set; }
            public bool IsDisposed => HasExited;
            public void Dispose() { HasExited = true; _timer.Dispose(); }
        }
        public sealed class Works : IDisposable
        {
            private readonly Dictionary<string, {{type}}> _machines = new();
            public void Put(string name) => _machines.Add(name, {{made}});
            public void Tidy(string name) { if (_machines.TryGetValue(name, out var found) && {{ended}}) {{(isLost ? "{|LEAK1002:_machines.Remove(name)|}" : "_machines.Remove(name)")}}; }
            public void Dispose() { foreach (var machine in _machines.Values) { try { machine.Dispose(); } catch (InvalidOperationException) { } } }
        }
        """);
}
