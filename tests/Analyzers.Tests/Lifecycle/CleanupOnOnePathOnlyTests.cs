using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

/// <summary>LEAK4001: what is reported, and what looks like it.</summary>
public sealed class CleanupOnOnePathOnlyTests
{
    private static Task InRunAsync(string body, string members = "") => Verify.FindsAsync(
        $$"""
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();
            private readonly HashSet<string> _names = new();
            private readonly object _gate = new();

            public async Task<bool> RunAsync(string id)
            {
                {{body}}
            }

            private static Task WorkAsync() => Task.Delay(1);

            {{members}}
        }
        """);

    [Theory]
    [InlineData("{|LEAK4001:_running.TryAdd(id, default)|}; await WorkAsync(); _running.Remove(id, out var _); return true;")]
    [InlineData("{|LEAK4001:_running[id] = DateTime.Now|}; await WorkAsync(); ((IDictionary<string, DateTime>)_running).Remove(id); return true;")]
    [InlineData("lock (_gate) {|LEAK4001:_names.Add(id)|}; await WorkAsync(); lock (_gate) _names.Remove(id); return true;")]
    [InlineData("{|LEAK4001:_running.GetOrAdd(id, DateTime.Now)|}; await WorkAsync(); _running.TryRemove(id, out _); return true;")]
    [InlineData("{|LEAK4001:_running[id] = DateTime.Now|}; try { await WorkAsync(); } catch (IOException) { _running.TryRemove(id, out _); } return true;")]
    [InlineData("{|LEAK4001:_running[id] = DateTime.Now|}; if (id.Length == 0) return false; await WorkAsync(); _running.TryRemove(id, out _); return true;")]
    [InlineData("if (!{|LEAK4001:_running.TryAdd(id, default)|}) return false; await WorkAsync(); _running.TryRemove(id, out _); return true;")]
    [InlineData("{|LEAK4001:Enter(id)|}; await WorkAsync(); _running.TryRemove(id, out _); return true;")]
    public Task ReleaseThatAWayOutMisses_Fires(string body) => InRunAsync(body, "private void Enter(string id) => _running[id] = DateTime.Now;");

    [Theory]
    [InlineData("{|LEAK4001:_running[id] = DateTime.Now|}; switch (Ask()) { case Outcome.Done: _running.TryRemove(id, out _); return true; case Outcome.Retry: _running.TryRemove(id, out _); return false; default: return false; }")]
    [InlineData("{|LEAK4001:_running[id] = DateTime.Now|}; switch (Ask()) { case Outcome.Done: _running.TryRemove(id, out _); return true; case Outcome.Retry: _running.TryRemove(id, out _); break; } return false;")]
    [InlineData("{|LEAK4001:_running[id] = DateTime.Now|}; var r = Ask(); if (r == Outcome.Done) { _running.TryRemove(id, out _); return true; } else if (r == Outcome.Retry) { _running.TryRemove(id, out _); return false; } return false;")]
    [InlineData("_running[id] = DateTime.Now; switch (Environment.TickCount % 3) { case 0: _running.TryRemove(id, out _); return true; case 1: _running.TryRemove(id, out _); return false; default: _running.TryRemove(id, out _); return false; }")]
    [InlineData("_running[id] = DateTime.Now; switch (Ask()) { case Outcome.Rejected: _running.TryRemove(id, out _); return false; case Outcome.Retry: _running.TryRemove(id, out _); return false; default: return true; }")]
    [InlineData("_running[id] = DateTime.Now; var r = Ask(); if (r == Outcome.Rejected) { _running.TryRemove(id, out _); return false; } if (r == Outcome.Retry) { _running.TryRemove(id, out _); return false; } return true;")]
    public Task OneOfSeveralOutcomesLeavesIt_Fires(string body) => InRunAsync(body, "private enum Outcome { Done, Retry, Rejected } private static Outcome Ask() => (Outcome)(Environment.TickCount % 3);");

    [Theory]
    [InlineData("_running[id] = DateTime.Now; try { await WorkAsync(); return true; } finally { _running.TryRemove(id, out _); }")]
    [InlineData("_running[id] = DateTime.Now; _running.TryRemove(id, out _); await WorkAsync(); return true;")]
    [InlineData("if (!_running.TryAdd(id, default)) return false; try { await WorkAsync(); } catch { _running.TryRemove(id, out _); throw; } _running.TryRemove(id, out _); return true;")]
    [InlineData("_running[id] = DateTime.Now; await WorkAsync(); return true;")]
    [InlineData("_running[id] = DateTime.Now; await WorkAsync(); _running.TryRemove(id + 1, out _); return true;")]
    [InlineData("_running.TryRemove(id, out _); await WorkAsync(); _running[id] = DateTime.Now; return true;")]
    public Task ReleaseOnEveryWayOrForAnotherPurpose_IsSilent(string body) => InRunAsync(body);

    [Fact]
    public Task FinallyBehindAnotherSet_Fires() => InRunAsync(
        "{|LEAK4001:_running[id] = DateTime.Now|}; try { await WorkAsync(); } finally { if (_loops.Remove(id)) _running.TryRemove(id, out _); } return true;",
        "private readonly HashSet<string> _loops = new(); public bool Start(string id) => _loops.Add(id);");

    [Fact]
    public Task EntryThatAnotherMemberEndsNormally_IsSilent() => InRunAsync(
        "_running[id] = DateTime.Now; try { await WorkAsync(); } catch { _running.TryRemove(id, out _); throw; } return true;",
        "public void Complete(string id) => _running.TryRemove(id, out _);");

    [Fact]
    public Task RemovalByALambdaThatOutlivesTheCall_IsSilent() => InRunAsync(
        "_running[id] = DateTime.Now; await WorkAsync(); using var registration = new CancellationToken().Register(() => _running.TryRemove(id, out _)); return true;");
}
