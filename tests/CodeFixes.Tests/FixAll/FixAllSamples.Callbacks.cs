using LeakGuard.CodeFixes.Callbacks;

namespace LeakGuard.CodeFixes.Tests.FixAll;

// Callbacks that wait.
internal static partial class FixAllSamples
{
    private const string Waiting =
        """
        public sealed class HOLDER
        {
            public HOLDER(FileSystemWatcher watcher)
            {
                watcher.Created += OnCreated;
                watcher.Changed += OnChanged;
            }

            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                {|fix:File.WriteAllTextAsync(e.FullPath, "seen").Wait()|};
            }

            private void OnChanged(object sender, FileSystemEventArgs e)
            {
                {|fix:File.AppendAllTextAsync(e.FullPath, "changed").Wait()|};
            }
        }
        """;

    private const string Answering =
        """
        public sealed class HOLDER
        {
            public HOLDER(Door door, Func<Task<bool>> ask) => door.Closing += (_, e) => e.Cancel = {|left:ask().Result|};
        }
        """;

    private const string Door =
        """
        using System.ComponentModel;

        public sealed class Door
        {
            public event CancelEventHandler? Closing;

            public void Raise() => Closing?.Invoke(this, new CancelEventArgs());
        }
        """;

    private static IEnumerable<FixAllSample> Callbacks =>
    [
        new(new MoveWaitOutOfCallbackFix(), MoveWaitOutOfCallbackFix.QueueKey, Waiting, Answering, Door),
        new(new MoveWaitOutOfCallbackFix(), MoveWaitOutOfCallbackFix.AsyncKey, Waiting, Answering, Door),
    ];
}
