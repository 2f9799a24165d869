using System.Collections.Generic;

namespace LeakGuard.Catalog;

/// <summary>Rows of types, by full metadata name. Adding a type the engine should know is one row.</summary>
internal static class TypeTable
{
    internal sealed class Row
    {
        public readonly TypeTraits Traits;
        public readonly CollectionKind Collection;

        public Row(TypeTraits traits, CollectionKind collection = CollectionKind.None)
        {
            Traits = traits;
            Collection = collection;
        }
    }

    private const string Generic = "System.Collections.Generic.";
    private const string Concurrent = "System.Collections.Concurrent.";
    private const string Immutable = "System.Collections.Immutable.";
    private const string Threading = "System.Threading.";

    public static readonly Dictionary<string, Row> Rows = Build();

    private static readonly HashSet<string> Names = TypeNames();

    /// <summary>There is a row of some type that has this simple name.</summary>
    public static bool HasName(string type) => Names.Contains(type);

    private static HashSet<string> TypeNames()
    {
        var names = new HashSet<string>();
        foreach (var row in Rows.Keys)
        {
            var start = row.LastIndexOfAny(new[] { '.', '+' }) + 1;
            var end = row.IndexOf('`', start);
            names.Add(end < 0 ? row.Substring(start) : row.Substring(start, end - start));
        }

        return names;
    }

    private static Dictionary<string, Row> Build()
    {
        var rows = new Dictionary<string, Row>();
        void Add(TypeTraits traits, CollectionKind kind, params string[] names)
        {
            foreach (var name in names)
                rows[name] = new Row(traits, kind);
        }

        Add(TypeTraits.None, CollectionKind.Keyed,
            Generic + "Dictionary`2", Generic + "IDictionary`2", Generic + "IReadOnlyDictionary`2", Generic + "SortedDictionary`2",
            Generic + "SortedList`2", Generic + "OrderedDictionary`2", "System.Collections.Hashtable", "System.Collections.IDictionary",
            "System.Collections.ObjectModel.ReadOnlyDictionary`2", "System.Collections.ObjectModel.KeyedCollection`2",
            "System.Collections.Specialized.OrderedDictionary", "System.Collections.Specialized.HybridDictionary",
            "System.Collections.Specialized.ListDictionary");
        Add(TypeTraits.Concurrent, CollectionKind.Keyed, Concurrent + "ConcurrentDictionary`2");
        Add(TypeTraits.Immutable, CollectionKind.Keyed,
            Immutable + "ImmutableDictionary`2", Immutable + "ImmutableSortedDictionary`2", Immutable + "IImmutableDictionary`2",
            "System.Collections.Frozen.FrozenDictionary`2");
        Add(TypeTraits.None, CollectionKind.List,
            Generic + "List`1", Generic + "IList`1", Generic + "IReadOnlyList`1", Generic + "LinkedList`1", "System.Collections.ArrayList",
            "System.Collections.IList", "System.Collections.ObjectModel.Collection`1", "System.Collections.ObjectModel.ObservableCollection`1",
            "System.Collections.ObjectModel.ReadOnlyCollection`1", Generic + "ICollection`1", Generic + "IReadOnlyCollection`1");
        Add(TypeTraits.Immutable, CollectionKind.List,
            Immutable + "ImmutableArray`1", Immutable + "ImmutableList`1", Immutable + "IImmutableList`1");
        Add(TypeTraits.None, CollectionKind.Sequence,
            Generic + "Queue`1", Generic + "Stack`1", Generic + "PriorityQueue`2", "System.Collections.Queue", "System.Collections.Stack");
        Add(TypeTraits.Concurrent, CollectionKind.Sequence,
            Concurrent + "ConcurrentQueue`1", Concurrent + "ConcurrentStack`1", Concurrent + "ConcurrentBag`1",
            Concurrent + "IProducerConsumerCollection`1");
        Add(TypeTraits.Concurrent | TypeTraits.Disposable | TypeTraits.DisposeOptional, CollectionKind.Sequence, Concurrent + "BlockingCollection`1");
        Add(TypeTraits.Immutable, CollectionKind.Sequence,
            Immutable + "ImmutableQueue`1", Immutable + "ImmutableStack`1", Immutable + "IImmutableQueue`1", Immutable + "IImmutableStack`1");
        Add(TypeTraits.None, CollectionKind.Set, Generic + "HashSet`1", Generic + "SortedSet`1", Generic + "ISet`1", Generic + "IReadOnlySet`1");
        Add(TypeTraits.Immutable, CollectionKind.Set,
            Immutable + "ImmutableHashSet`1", Immutable + "ImmutableSortedSet`1", Immutable + "IImmutableSet`1", "System.Collections.Frozen.FrozenSet`1");
        Add(TypeTraits.Concurrent, CollectionKind.Channel,
            Threading + "Channels.Channel`1", Threading + "Channels.Channel`2", Threading + "Channels.ChannelWriter`1", Threading + "Channels.ChannelReader`1");
        Add(TypeTraits.Concurrent, CollectionKind.Weak, "System.Runtime.CompilerServices.ConditionalWeakTable`2");
        Add(TypeTraits.Concurrent, CollectionKind.Cache,
            "Microsoft.Extensions.Caching.Memory.IMemoryCache", "Microsoft.Extensions.Caching.Memory.MemoryCache",
            "System.Runtime.Caching.ObjectCache", "System.Runtime.Caching.MemoryCache", "System.Web.Caching.Cache");
        Add(TypeTraits.Owning | TypeTraits.Disposable, CollectionKind.Owning,
            "System.Reactive.Disposables.CompositeDisposable", "System.Reactive.Disposables.SerialDisposable",
            "System.Reactive.Disposables.SingleAssignmentDisposable", "System.Reactive.Disposables.MultipleAssignmentDisposable",
            "Microsoft.VisualStudio.Threading.DisposableBag");

        Add(TypeTraits.Task, CollectionKind.None,
            Threading + "Tasks.Task", Threading + "Tasks.Task`1", Threading + "Tasks.ValueTask", Threading + "Tasks.ValueTask`1");
        Add(TypeTraits.Lazy, CollectionKind.None,
            "System.Lazy`1", "System.Lazy`2", "Microsoft.VisualStudio.Threading.AsyncLazy`1", "Nito.AsyncEx.AsyncLazy`1", "DotNext.Threading.AsyncLazy`1");
        Add(TypeTraits.Pair, CollectionKind.None, Generic + "KeyValuePair`2", Generic + "LinkedListNode`1");
        Add(TypeTraits.Weak, CollectionKind.None, "System.WeakReference`1", "System.WeakReference");

        Add(TypeTraits.DisposeOptional | TypeTraits.Disposable, CollectionKind.None,
            "System.IO.MemoryStream", "System.IO.StringReader", "System.IO.StringWriter", "System.IO.UnmanagedMemoryStream",
            "System.Data.DataTable", "System.Data.DataSet", "System.Data.DataView", "System.Data.DataViewManager", "System.Data.DataColumn",
            "System.ComponentModel.Component", "System.ComponentModel.Container", "System.ComponentModel.BackgroundWorker",
            "System.Net.Mail.MailMessage", "System.Net.Http.HttpRequestMessage", "System.Text.Json.JsonDocument",
            "System.Collections.IEnumerator", "System.Collections.Generic.IEnumerator`1", "System.CharEnumerator",
            "System.Threading.ThreadLocal`1", "System.Threading.CountdownEvent", "System.Threading.Barrier",
            "System.Threading.ManualResetEventSlim",
            "System.Security.Cryptography.HashAlgorithm",
            "System.Diagnostics.Activity", "System.Resources.ResourceSet", "System.Resources.ResourceManager",
            "System.Security.SecureString", "System.Diagnostics.Metrics.Meter", "System.Diagnostics.ActivitySource",
            "System.Buffers.MemoryHandle", "System.Runtime.InteropServices.GCHandle", "System.Buffers.IMemoryOwner`1", "System.Reflection.Metadata.MetadataReader");
        Add(TypeTraits.DisposeOptional | TypeTraits.Disposable | TypeTraits.Semaphore, CollectionKind.None, Threading + "SemaphoreSlim");
        Add(TypeTraits.Semaphore | TypeTraits.Disposable | TypeTraits.Strong, CollectionKind.None, Threading + "Semaphore");
        Add(TypeTraits.DisposeOptional | TypeTraits.Disposable | TypeTraits.ReaderWriter, CollectionKind.None, Threading + "ReaderWriterLockSlim", Threading + "ReaderWriterLock");
        Add(TypeTraits.Mutex | TypeTraits.Disposable | TypeTraits.Strong, CollectionKind.None, Threading + "Mutex");
        Add(TypeTraits.SpinLock, CollectionKind.None, Threading + "SpinLock");
        Add(TypeTraits.Monitor, CollectionKind.None, Threading + "Lock", "System.Object");
        Add(TypeTraits.ConditionalResource | TypeTraits.Disposable | TypeTraits.TokenSource, CollectionKind.None, Threading + "CancellationTokenSource");
        Add(TypeTraits.Timer | TypeTraits.Disposable | TypeTraits.Strong, CollectionKind.None,
            Threading + "Timer", "System.Timers.Timer", Threading + "PeriodicTimer", Threading + "ITimer");
        Add(TypeTraits.Thread, CollectionKind.None, Threading + "Thread");

        Add(TypeTraits.Disposable | TypeTraits.Strong, CollectionKind.None,
            "System.IO.FileStream", "System.IO.FileSystemWatcher", "System.IO.Pipes.PipeStream", "System.IO.IsolatedStorage.IsolatedStorageFileStream",
            "System.IO.Ports.SerialPort", "System.IO.MemoryMappedFiles.MemoryMappedFile", "System.IO.MemoryMappedFiles.MemoryMappedViewAccessor",
            "System.Net.Sockets.Socket", "System.Net.Sockets.TcpClient", "System.Net.Sockets.UdpClient", "System.Net.Sockets.NetworkStream",
            "System.Net.Sockets.TcpListener", "System.Net.Http.HttpClient", "System.Net.Http.HttpMessageHandler", "System.Net.Http.HttpMessageInvoker",
            "System.Net.WebSockets.WebSocket", "System.Net.WebSockets.ClientWebSocket", "System.Net.HttpListener", "System.Net.Security.SslStream",
            "System.Net.NetworkInformation.Ping", "System.Net.Mail.SmtpClient", "System.Net.WebClient", "System.Net.WebResponse",
            "System.Diagnostics.Process", "System.Diagnostics.PerformanceCounter", "System.Diagnostics.EventLog",
            "System.Diagnostics.Tracing.EventListener", "System.Threading.WaitHandle", "System.Threading.EventWaitHandle",
            "System.Threading.AutoResetEvent", "System.Threading.ManualResetEvent", "System.Runtime.InteropServices.SafeHandle",
            "System.Data.Common.DbConnection", "System.Data.IDbConnection", "System.Data.Common.DbDataSource", "System.Data.Common.DbCommand",
            "System.Data.Common.DbDataReader", "System.Data.Common.DbTransaction",
            "System.Security.Cryptography.RSA", "System.Drawing.Image", "System.Drawing.Bitmap",
            "System.Drawing.Graphics", "System.Drawing.Font", "Microsoft.Win32.RegistryKey",
            "System.IO.Compression.ZipArchive", "System.Threading.RateLimiting.RateLimiter", "System.IO.Stream", "System.IO.StreamReader", "System.IO.StreamWriter",
            "System.IO.BinaryReader", "System.IO.BinaryWriter", "System.IO.BufferedStream", "System.IO.TextReader");
        Add(TypeTraits.Factory, CollectionKind.None,
            "System.Net.Http.IHttpClientFactory", "System.IServiceProvider", "Microsoft.Extensions.DependencyInjection.IServiceScope",
            "Microsoft.Extensions.ObjectPool.ObjectPool`1", "System.Buffers.ArrayPool`1", "System.Buffers.MemoryPool`1",
            "Microsoft.Extensions.Options.IOptions`1", "Microsoft.Extensions.Options.IOptionsMonitor`1", "Microsoft.Extensions.Options.IOptionsSnapshot`1");
        Add(TypeTraits.Value, CollectionKind.None,
            "System.DateTimeOffset", "System.TimeSpan", "System.Guid", "System.Uri", "System.Type", "System.Version",
            "System.Text.RegularExpressions.Regex", "System.Globalization.CultureInfo", "System.Text.Encoding", "System.Net.IPAddress", "System.Net.IPEndPoint");
        Add(TypeTraits.Ui, CollectionKind.None,
            "System.Windows.Threading.DispatcherObject", "System.Windows.Forms.Control", "UnityEngine.MonoBehaviour", "UnityEngine.Object",
            "Microsoft.UI.Xaml.DependencyObject", "Windows.UI.Xaml.DependencyObject", "Avalonia.AvaloniaObject", "Avalonia.Threading.DispatcherObject",
            "Microsoft.Maui.Controls.BindableObject", "Xamarin.Forms.BindableObject", "Android.App.Activity", "UIKit.UIViewController", "UIKit.UIView",
            "Gtk.Widget", "Terminal.Gui.View", "Terminal.Gui.ViewBase.View", "Godot.Node", "Microsoft.AspNetCore.Components.ComponentBase", "System.ComponentModel.Design.ComponentDesigner");
        return rows;
    }
}
