using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/AskedByOthers.cs: nobody waits for an answer, or more than one comes.</summary>
public sealed class AskedByOthersTwinTests
{
    [Theory]
    [InlineData("public void Register(string name)")]
    [InlineData("private void Register(string name)", "public void Later(string name) => Register(name);")]
    public Task FilledLaterToo_Races(string register, string other = "") => Verify.FindsAsync(
        $$"""
        public interface IHostedService { Task StartAsync(CancellationToken cancellation); Task StopAsync(CancellationToken cancellation); }
        public sealed class Commands : IHostedService
        {
            private readonly Dictionary<string, List<object>> _handlers = new();
            public Task StartAsync(CancellationToken cancellation) { Register("a"); return Task.CompletedTask; }
            {{register}} { if (!_handlers.TryGetValue(name, out var list)) {|LEAK2001:_handlers[name] = list = new List<object>()|}; list.Add(name); }
            {{other}}
            public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("Console.WriteLine(args.Answer);")]
    [InlineData("args.Handled = true;")]
    [InlineData("_last = args;")]
    public Task NotAnswered_Blocks(string body) => Verify.FindsAsync(
        $$"""
        public sealed class QuestionArgs : EventArgs { public int Answer { get; set; } public bool Handled { get; set; } }
        public interface IDesk { event EventHandler<QuestionArgs> Asked; }
        public sealed class Clerk
        {
            private QuestionArgs _last;
            public Clerk(IDesk desk) => desk.Asked += OnAsked;
            private void OnAsked(object sender, QuestionArgs args)
            {
                using var helper = System.Diagnostics.Process.Start("helper");
                {|LEAK3001:helper.WaitForExit(30_000)|};
                {{body}}
            }
            public QuestionArgs Last => _last;
        }
        """);

    [Theory]
    [InlineData("board.Placed += OnPlaced;")]
    [InlineData("board.Placed += order => { {|LEAK3001:Thread.Sleep(500)|}; order.State = \"done\"; };")]
    public Task MessageThatIsWorkedOn_IsNoQuestion(string attach) => Verify.FindsAsync(
        $$"""
        public sealed class Order { public string State { get; set; } }
        public interface IBoard { event Action<Order> Placed; }
        public sealed class Cook
        {
            public Cook(IBoard board) { {{attach}} }
            private void OnPlaced(Order order) { {{(attach.Contains("OnPlaced") ? "{|LEAK3001:Thread.Sleep(500)|}" : "Console.WriteLine()")}}; order.State = "done"; }
        }
        """);

    [Theory]
    [InlineData("Changed")]
    [InlineData("Received")]
    public Task HandlerOfAnotherEvent_BlocksAlthoughItDisposes(string happening) => Verify.FindsAsync(
        $$"""
        public interface IPipe : IDisposable { event EventHandler {{happening}}; }
        public sealed class Shell
        {
            private readonly ManualResetEvent _through = new(false);
            private readonly IPipe _pipe;
            public Shell(IPipe pipe) { _pipe = pipe; _pipe.{{happening}} += OnHappening; }
            private void OnHappening(object sender, EventArgs e) { _pipe.Dispose(); {|LEAK3001:_through.WaitOne(5000)|}; }
        }
        """);
}
