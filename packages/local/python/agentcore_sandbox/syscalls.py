"""Which system calls a session may make. Names that a machine's libseccomp or architecture has not are passed over."""

# After Docker's default profile; left out is what has a history of kernel exploits or reaches beyond the session;
# memory, semaphores and queues of System V, which outlive their processes: with them a session could use up its memory
# for good; and asynchronous I/O, of which there is one number for the whole machine.
ALLOWED = '''
    accept accept4 access alarm arch_prctl bind brk cachestat capget capset chdir chmod chown chown32 clock_adjtime
    clock_adjtime64 clock_getres clock_getres_time64 clock_gettime clock_gettime64 clock_nanosleep
    clock_nanosleep_time64 clone close close_range connect copy_file_range creat dup dup2 dup3 epoll_create
    epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 execve
    execveat exit exit_group faccessat faccessat2 fadvise64 fadvise64_64 fallocate fchdir fchmod fchmodat fchmodat2
    fchown fchown32 fchownat fcntl fcntl64 fdatasync fgetxattr flistxattr flock fork fremovexattr fsetxattr fstat
    fstat64 fstatat64 fstatfs fstatfs64 fsync ftruncate ftruncate64 futex futex_requeue futex_time64 futex_wait
    futex_waitv futex_wake futimesat getcpu getcwd getdents getdents64 getegid getegid32 geteuid geteuid32 getgid
    getgid32 getgroups getgroups32 getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom
    getresgid getresgid32 getresuid getresuid32 getrlimit get_robust_list getrusage getsid getsockname getsockopt
    get_thread_area gettid gettimeofday getuid getuid32 getxattr inotify_add_watch inotify_init inotify_init1
    inotify_rm_watch ioctl ioprio_get ioprio_set kill landlock_add_rule landlock_create_ruleset
    landlock_restrict_self lchown lchown32 lgetxattr link linkat listen listxattr llistxattr _llseek lremovexattr
    lseek lsetxattr lstat lstat64 madvise map_shadow_stack membarrier mincore mkdir mkdirat mknod mknodat mlock
    mlock2 mlockall mmap mmap2 mprotect mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedreceive_time64
    mq_timedsend mq_timedsend_time64 mq_unlink mremap mseal msync munlock munlockall munmap nanosleep newfstatat
    _newselect open openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2 pkey_alloc pkey_free pkey_mprotect
    poll ppoll ppoll_time64 prctl pread64 preadv preadv2 prlimit64 pselect6 pselect6_time64 pwrite64 pwritev
    pwritev2 read readahead readlink readlinkat readv recv recvfrom recvmmsg recvmmsg_time64 recvmsg
    remap_file_pages removexattr rename renameat renameat2 restart_syscall rmdir rseq rt_sigaction rt_sigpending
    rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64
    rt_tgsigqueueinfo sched_getaffinity sched_getattr sched_getparam sched_get_priority_max sched_get_priority_min
    sched_getscheduler sched_rr_get_interval sched_rr_get_interval_time64 sched_setattr sched_setparam
    sched_setscheduler sched_yield seccomp select send sendfile sendfile64 sendmmsg sendmsg sendto setfsgid
    setfsgid32 setfsuid setfsuid32 setgid setgid32 setgroups setgroups32 setitimer setpgid setpriority setregid
    setregid32 setresgid setresgid32 setresuid setresuid32 setreuid setreuid32 setrlimit set_robust_list setsid
    setsockopt set_thread_area set_tid_address setuid setuid32 setxattr shutdown sigaltstack signalfd signalfd4
    sigprocmask sigreturn socket socketcall socketpair splice stat stat64 statfs statfs64 statx symlink symlinkat
    sync_file_range sysinfo tee tgkill time timer_create timer_delete timer_getoverrun timer_gettime timer_gettime64
    timer_settime timer_settime64 timerfd_create timerfd_gettime timerfd_gettime64 timerfd_settime timerfd_settime64
    times tkill truncate truncate64 ugetrlimit umask uname unlink unlinkat utime utimensat utimensat_time64 utimes
    vfork wait4 waitid waitpid write writev
    arm_fadvise64_64 arm_sync_file_range breakpoint cacheflush set_tls sync_file_range2
'''.split()

# In no process's resident memory, so only a memory cgroup can bound them.
HIDDEN_MEMORY = ['memfd_create']

# Of all disks of the machine. Programs go on when nothing happens.
WITHOUT_EFFECT = ['sync', 'syncfs']

# Where processors are bounded by affinity, it must stay as it is.
AFFINITY = ['sched_setaffinity']

# Anything else answers "no such call", so that programs fall back; to these they expect a refusal.
NOT_PERMITTED = '''
    add_key bpf chroot delete_module finit_module fsconfig fsmount fsopen fspick init_module kcmp kexec_file_load
    kexec_load keyctl mount mount_setattr move_mount open_by_handle_at open_tree perf_event_open pivot_root
    process_vm_readv process_vm_writev ptrace reboot request_key setdomainname sethostname setns settimeofday swapoff
    swapon syslog umount umount2 unshare userfaultfd vhangup
'''.split()
