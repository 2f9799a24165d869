using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>What is made again of the same, or by nobody else, is not lost; and what only looks like that.</summary>
public sealed class MadeAnewTests
{
    [Theory]
    [InlineData("Thread.CurrentThread", "Thread", false)]
    [InlineData("Environment.CurrentManagedThreadId", "int", false)]
    [InlineData("Task.CurrentId.GetValueOrDefault()", "int", true)]
    [InlineData("Task.CompletedTask.Id", "int", true)]
    [InlineData("Environment.CurrentManagedThreadId % 4", "int", true)]
    [InlineData("Thread.CurrentThread.Priority", "ThreadPriority", true)]
    public Task KeyOfTheThread_IsNobodyElses(string key, string type, bool isLost) => Verify.FindsAsync(
        $$"""
        public static class Desks
        {
            private static readonly ConcurrentDictionary<{{type}}, List<string>> s_notes = new();
            public static void Note(string text)
            {
                var own = {{key}};
                if (!s_notes.ContainsKey(own)) {{Marked("LEAK2001", "s_notes[own] = new List<string>()", isLost)}};
                s_notes[own].Add(text);
            }
        }
        """);

    [Fact]
    public Task ThreadThatServesOthersMeanwhile_IsNotTheOnlyOne() => Verify.FindsAsync(
        """
        public static class Desks
        {
            private static readonly ConcurrentDictionary<int, List<string>> s_notes = new();
            public static async Task NoteAsync(string text)
            {
                var own = Environment.CurrentManagedThreadId;
                await Task.Delay(10);
                if (!s_notes.ContainsKey(own)) {|LEAK2001:s_notes[own] = new List<string>()|};
                s_notes[own].Add(text);
            }
        }
        """);

    [Fact]
    public Task TableFullOfResources_IsLostWithThem() => Verify.FindsAsync(
        """
        public static class Bells
        {
            private static readonly ConcurrentDictionary<string, List<Timer>> s_bells = new();
            public static int Of(string tower)
            {
                if (s_bells.ContainsKey(tower)) return s_bells[tower].Count;
                var bells = new List<Timer>();
                for (var i = 0; i < 3; i++) bells.Add(new Timer(_ => Console.Write(tower), null, 0, 1000));
                {|LEAK2001:s_bells[tower] = bells|};
                return bells.Count;
            }
        }
        """);

    [Theory]
    [InlineData("names.Add(part.Name)", "", false)]
    [InlineData("names.Add(type.Name)", "", false)]
    [InlineData("names.Add(first)", "", true)]
    [InlineData("names.Add(part.Name)", "names.Add(first);", true)]
    [InlineData("names.Add(part.Name)", "s_names[type].Add(first);", true)]
    public Task TableThatIsMadeFull_IsMadeAgain(string fill, string after, bool isLost) => Verify.FindsAsync(
        $$"""
        using System.Reflection;
        public static class Names
        {
            private static readonly ConcurrentDictionary<Type, List<string>> s_names = new();
            public static IReadOnlyList<string> Of(Type type, string first)
            {
                if (s_names.ContainsKey(type)) return s_names[type];
                var names = new List<string>();
                foreach (var part in type.GetMembers()) {{fill}};
                {{Marked("LEAK2001", "s_names[type] = names", isLost)}};
                {{after}}
                return names;
            }
        }
        """);

    [Theory]
    [InlineData("_wire = new Wire(new Plain(_client.GetStream()));", false)]
    [InlineData("_wire = new Wire(new Plain(File.OpenRead(host)));", true)]
    [InlineData("_wire = new Wire(new Plain(_spare.GetStream()));", false)]
    [InlineData("_wire = new Wire(new Plain(GetStream()));", true)]
    public Task WrapperAroundTheSame_IsNotEnded(string first, bool isLost) => Verify.FindsAsync(
        $$"""
        using System.Net.Sockets;
        public sealed class Plain(Stream inner) : IDisposable { public int Read() => inner.ReadByte(); public void Dispose() => inner.Dispose(); }
        public sealed class Wire(Plain plain) : IDisposable { public int Read() => plain.Read(); public void Dispose() => plain.Dispose(); }
        public sealed class Link : IDisposable
        {
            private readonly TcpClient _client = new();
            private readonly TcpClient _spare = new();
            private Wire _wire;
            private static Stream GetStream() => File.OpenRead("wire");
            public void Open(string host)
            {
                _client.Connect(host, 80);
                {{first}}
                _wire.Read();
                {{Marked("LEAK1001", "_wire = new Wire(new Plain(_client.GetStream()))", isLost)}};
            }
            public void Dispose()
            {
                try { _wire?.Dispose(); } catch (IOException) { }
                try { _client.Dispose(); } catch (IOException) { }
                _spare.Dispose();
            }
        }
        """);

    [Theory]
    [InlineData("public void Finish() => _reminder.Dispose();", false)]
    [InlineData("public bool Asks => _reminder != default;", true)]
    public Task RegistrationThatEachTurnEnds_IsOver(string member, bool isLost) => Verify.FindsAsync(
        $$"""
        public sealed class Turn : IDisposable
        {
            private CancellationTokenRegistration _reminder;
            public bool TryReset(CancellationToken token)
            {
                {{Marked("LEAK1001", "_reminder = token.Register(() => Console.Write(1))", isLost)}};
                return true;
            }
            {{member}}
            public void Dispose() => _reminder.Dispose();
        }
        """);

    private static string Marked(string id, string code, bool isLost) => isLost ? $"{{|{id}:{code}|}}" : code;
}
