using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/EmptyPlaces.cs: something is in the place.</summary>
public sealed class EmptyPlacesTwinTests
{
    private const string Codec =
        """
        #nullable enable
        public enum Stage { Closed, Open }
        public sealed class Codec : IDisposable
        {
            private readonly FileStream _log = File.OpenRead("codec.log");
            public Codec Copy() => new();
            public void Touch() => _log.Flush();
            public void Dispose() => _log.Dispose();
        }

        """;

    [Fact]
    public Task EntryThatMakesItsResourceItself_IsNotEmpty() => Verify.FindsAsync(
        """
        public sealed class Entry(string name, object tag)
        {
            public readonly FileStream File = System.IO.File.OpenRead(name);
            public object Tag => tag;
        }
        public sealed class Table : IDisposable
        {
            private readonly Dictionary<string, Entry> _entries = new();
            public void Put(string name) => {|LEAK1001:_entries[name] = new Entry(name, null)|};
            public void Dispose() { foreach (var entry in _entries.Values) { try { entry.File.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Fact]
    public Task ThereFromTheBeginning_IsLostWhenSetToNull() => Verify.FindsAsync(Codec +
        """
        public sealed class Recorder : IDisposable
        {
            private Codec? _codec = new();
            public void Touch() => _codec?.Touch();
            public void Moor() => {|LEAK1001:_codec = null|};
            public void Dispose() => _codec?.Dispose();
        }
        """);

    [Theory]
    [InlineData("if (_sockets[place].Item2 == null) ")]
    [InlineData("if (_sockets[other].Item1 == null) ")]
    [InlineData("")]
    public Task PlaceThatIsTaken_IsLost(string test) => Verify.FindsAsync(
        $$"""
        public sealed class Listeners : IDisposable
        {
            private readonly Tuple<FileStream, string>[] _sockets = new Tuple<FileStream, string>[3];
            public void Reopen(int place, int other)
            {
                {{test}}{|LEAK1001:_sockets[place] = Tuple.Create(File.OpenRead("a"), "a")|};
            }
            public void Dispose() { foreach (var entry in _sockets) { try { entry.Item1.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Theory]
    [InlineData("{|LEAK1008:old.Dispose()|}; _logs[name] = new StreamWriter(name);")]
    [InlineData("{|LEAK1008:old.Dispose()|}; _logs[name] = new StreamWriter(name, append: true);")]
    [InlineData("old.Dispose(); _logs[name] = new StreamWriter(new MemoryStream());")]
    [InlineData("var next = new StreamWriter(name); old.Dispose(); _logs[name] = next;")]
    public Task WriterThatOpensAFile_CanFail(string body) => Verify.FindsAsync(
        $$"""
        public sealed class Logs : IDisposable
        {
            private readonly Dictionary<string, StreamWriter> _logs = new();
            public void Open(string name) { if (!_logs.ContainsKey(name)) _logs.Add(name, new StreamWriter(name)); }
            public void Write(string name) { if (_logs.TryGetValue(name, out var log)) log.WriteLine(name); }
            public void Roll(string name) { if (!_logs.TryGetValue(name, out var old)) return; {{body}} }
            public void Dispose() { foreach (var log in _logs.Values) { try { log.Dispose(); } catch (IOException) { } } }
        }
        """);
}
