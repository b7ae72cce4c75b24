; The installer: for the user who runs it, without an administrator. Built by installer/build.py,
; which gives VERSION, VERSION_QUAD, TREE (the folder to install), SIZE_KB and OUT.
;
; The program lies in one folder, $INSTDIR\program, which is written beside the old one and then
; takes its place: an interrupted update leaves a program that runs, or setup run again mends it.
; Data lies elsewhere (%LOCALAPPDATA%\ntm-desktop) and is never touched.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 32
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define NAME "Hồ sơ nông thôn mới"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\NTM-Desktop"
!define MODEL_ID "NTM.Desktop"
!define MUTEX "Local\NTM.Desktop.running"
!define OLDEST_BUILD 17763
!define TRIES 20 ; half a second each
!define TRIES_CLOSING 6
!define HELD "Một tệp của chương trình đang bị chương trình khác giữ (có thể là phần mềm diệt vi-rút, hoặc cửa sổ lệnh ntm chưa đóng). Hãy đợi một phút rồi bấm Thử lại; nếu vẫn không được, hãy khởi động lại máy rồi làm lại."

; What setup gives back when it did not do its work (see installer/README.md).
!define EXIT_RUNNING 10
!define EXIT_NEWER_INSTALLED 11
!define EXIT_WINDOWS_TOO_OLD 12
!define EXIT_NO_SPACE 13
!define EXIT_NOT_WRITABLE 14
!define EXIT_HELD 15
!define EXIT_NOT_COPIED 16

Name "${NAME}"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\NTM Desktop"
ShowInstDetails nevershow
ShowUninstDetails nevershow
AllowSkipFiles off

VIProductVersion "${VERSION_QUAD}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "Bộ cài đặt ${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "ntm_desktop"
VIAddVersionKey "LegalCopyright" "ntm_desktop"

!define MUI_ICON "${TREE}\app\resources\icons\program.ico"
!define MUI_UNICON "${TREE}\app\resources\icons\program.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_WELCOMEPAGE_TITLE "Cài đặt ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Chương trình được cài cho riêng tài khoản Windows này, không cần quyền quản trị và không cần mạng.$\r$\n$\r$\nNếu máy đã có bản cũ, bản này thay thế nó. Dữ liệu đã nhập được giữ nguyên.$\r$\n$\r$\nBấm “Cài đặt” để bắt đầu."
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\program\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-m ntm_desktop"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

; ---- what stops setup: a sentence for people, an exit code for scripts

Var Told ; why setup ends, once that was said

!macro Refuse CODE WORDS
  StrCpy $Told 1
  SetErrorLevel ${CODE}
  MessageBox MB_OK|MB_ICONSTOP "${WORDS}" /SD IDOK
  Quit
!macroend

; The program that starts its own update is closing while setup begins: wait before asking.
!macro AskWhileRunning UN
  Function ${UN}AskWhileRunning
    again:
    StrCpy $R3 0
    look:
    System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${MUTEX}") p .r0'
    ${If} $0 P= 0
      Return
    ${EndIf}
    System::Call 'kernel32::CloseHandle(p r0)'
    IntOp $R3 $R3 + 1
    ${If} $R3 < ${TRIES_CLOSING}
      Sleep 500
      Goto look
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
      "Chương trình đang mở. Hãy đóng cửa sổ chương trình rồi bấm Thử lại. Những gì đã nhập đều được giữ." \
      /SD IDCANCEL IDRETRY again
    StrCpy $Told 1
    SetErrorLevel ${EXIT_RUNNING}
    Quit
  FunctionEnd
!macroend
!insertmacro AskWhileRunning ""
!insertmacro AskWhileRunning "un."

Function .onInit
  SetShellVarContext current
  ${IfNot} ${RunningX64}
    !insertmacro Refuse ${EXIT_WINDOWS_TOO_OLD} "Máy này dùng Windows 32-bit. Chương trình cần Windows 10 (bản 1809 trở lên) hoặc Windows 11, loại 64-bit. Hãy cài trên một máy khác."
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    !insertmacro Refuse ${EXIT_WINDOWS_TOO_OLD} "Windows trên máy này quá cũ. Chương trình cần Windows 10 bản 1809 trở lên hoặc Windows 11. Hãy cập nhật Windows, hoặc cài trên một máy khác."
  ${EndIf}
  Call RefuseOlder
  Call AskWhileRunning
  Call RefuseNoSpace
FunctionEnd

Function RefuseOlder
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 == ""
    Return
  ${EndIf}
  ${IfNot} ${FileExists} "$INSTDIR\program\pythonw.exe"
    Return ; half installed: setup mends it
  ${EndIf}
  ${VersionCompare} "$0" "${VERSION}" $1
  ${If} $1 == 1
    !insertmacro Refuse ${EXIT_NEWER_INSTALLED} "Máy này đã có bản mới hơn ($0). Bản ${VERSION} cũ hơn nên không cài đè. Bản đang có vẫn dùng được, không cần làm gì thêm."
  ${EndIf}
FunctionEnd

; The new program beside the old one, and as much again for setup itself, which unpacks first.
Function RefuseNoSpace
  StrCpy $0 $LOCALAPPDATA 3
  ClearErrors
  ${DriveSpace} "$0" "/D=F /S=M" $1
  ${If} ${Errors}
    Return ; Windows does not tell: then a full disk shows while copying
  ${EndIf}
  IntOp $2 ${SIZE_KB} / 512
  IntOp $2 $2 + 50
  ${If} $1 < $2
    !insertmacro Refuse ${EXIT_NO_SPACE} "Ổ đĩa $0 chỉ còn trống $1 MB, cần $2 MB. Hãy xóa bớt tệp không cần (ví dụ trong Thùng rác, Tải xuống) rồi chạy lại bộ cài đặt. Chưa có gì bị thay đổi."
  ${EndIf}
FunctionEnd

; ---- installing

Section "program"
  SetShellVarContext current
  RMDir /r "$INSTDIR\program.new"
  ; A power cut between the two moves below leaves the old program aside: put it back first.
  ${IfNot} ${FileExists} "$INSTDIR\program\pythonw.exe"
  ${AndIf} ${FileExists} "$INSTDIR\program.old\pythonw.exe"
    RMDir /r "$INSTDIR\program"
    Rename "$INSTDIR\program.old" "$INSTDIR\program"
  ${EndIf}
  RMDir /r "$INSTDIR\program.old"

  ClearErrors
  CreateDirectory "$INSTDIR\program.new"
  FileOpen $0 "$INSTDIR\program.new\writable" w
  ${If} ${Errors}
    !insertmacro Refuse ${EXIT_NOT_WRITABLE} "Không ghi được vào thư mục $INSTDIR. Hãy kiểm tra quyền của tài khoản Windows này hoặc phần mềm bảo vệ máy, rồi chạy lại bộ cài đặt."
  ${EndIf}
  FileClose $0
  Delete "$INSTDIR\program.new\writable"

  SetOverwrite try ; a file that cannot be written is told below, in our words
  ClearErrors
  !include "${LIST}"
  ${If} ${Errors}
    Call TellNotCopied
    Quit
  ${EndIf}
  SetOverwrite on
  SetOutPath "$INSTDIR"

  Call AskWhileRunning
  Call Swap
  RMDir /r "$INSTDIR\program.old"

  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call WriteShortcut
  Call WriteRegistry
SectionEnd

; A full disk stops copying in the middle of a file.
Function .onInstFailed
  Call TellNotCopied
FunctionEnd

Function TellNotCopied
  ${If} $Told == 1
    Return
  ${EndIf}
  StrCpy $Told 1
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\program.new"
  SetErrorLevel ${EXIT_NOT_COPIED}
  MessageBox MB_OK|MB_ICONSTOP "Chưa chép được hết các tệp của chương trình. Hãy kiểm tra chỗ trống trên ổ đĩa và phần mềm diệt vi-rút, rồi chạy lại bộ cài đặt. Bản cũ, nếu có, vẫn còn nguyên." /SD IDOK
FunctionEnd

; The new folder takes the place of the old one, or the old one stays. A virus scanner may hold a
; file for a moment: try for ten seconds, then say so.
Function Swap
  again:
  StrCpy $R3 0
  try:
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    Rename "$INSTDIR\program" "$INSTDIR\program.old"
  ${EndIf}
  ${IfNot} ${Errors}
    Rename "$INSTDIR\program.new" "$INSTDIR\program"
    ${IfNot} ${Errors}
      Return
    ${EndIf}
    Rename "$INSTDIR\program.old" "$INSTDIR\program"
  ${EndIf}
  IntOp $R3 $R3 + 1
  ${If} $R3 < ${TRIES}
    Sleep 500
    Goto try
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${HELD}" /SD IDCANCEL IDRETRY again
  RMDir /r "$INSTDIR\program.new"
  StrCpy $Told 1
  SetErrorLevel ${EXIT_HELD}
  Quit
FunctionEnd

; The program starts in the user's own folder: one that a program stands in cannot be moved, and
; the viewers it opens would stand in it too, long after it has ended.
Function WriteShortcut
  ReadRegStr $R4 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  SetOutPath "$PROFILE"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\program\pythonw.exe" "-m ntm_desktop" \
    "$INSTDIR\program\app\resources\icons\program.ico" 0 SW_SHOWNORMAL "" \
    "Lập, in và gửi hồ sơ nông thôn mới"
  SetOutPath "$INSTDIR"
  StrCpy $R0 "$SMPROGRAMS\${NAME}.lnk"
  Call WriteModelId
  ${If} $R4 == "" ; who has thrown the icon on the desktop away does not get it back by an update
  ${OrIf} ${FileExists} "$DESKTOP\${NAME}.lnk"
    CopyFiles /SILENT "$SMPROGRAMS\${NAME}.lnk" "$DESKTOP\${NAME}.lnk"
  ${EndIf}
FunctionEnd

; Windows groups a window with the shortcut that has the same model id.
Function WriteModelId
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P= 0
    Return
  ${EndIf}
  ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
  ${If} $1 P<> 0
    ${IPersistFile::Load} $1 '("$R0",${STGM_READWRITE})'
    ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
    ${If} $2 P<> 0
      System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
      System::Call '*(&w64 "${MODEL_ID}")p.r4'
      System::Call '*${SYSSTRUCT_PROPVARIANT}(31,,p r4)p.r5'
      ${IPropertyStore::SetValue} $2 '($3,$5)'
      ${IPropertyStore::Commit} $2 ""
      System::Free $3
      System::Free $4
      System::Free $5
      ${IUnknown::Release} $2 ""
      ${IPersistFile::Save} $1 '("$R0",1)'
    ${EndIf}
    ${IUnknown::Release} $1 ""
  ${EndIf}
  ${IUnknown::Release} $0 ""
FunctionEnd

Function WriteRegistry
  StrCpy $0 "$INSTDIR\program\app\resources\icons\program.ico"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "ntm_desktop"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1

  WriteRegStr HKCU "Software\Classes\.ntm" "" "NTM.Package"
  WriteRegStr HKCU "Software\Classes\NTM.Package" "" "Gói hồ sơ nông thôn mới"
  WriteRegStr HKCU "Software\Classes\.ntm-update" "" "NTM.Update"
  WriteRegStr HKCU "Software\Classes\NTM.Update" "" "Tệp cập nhật Hồ sơ nông thôn mới"
  WriteRegStr HKCU "Software\Classes\.ntm-data" "" "NTM.Data"
  WriteRegStr HKCU "Software\Classes\NTM.Data" "" "Tệp số liệu Hồ sơ nông thôn mới"
  !macro Opens CLASS
    WriteRegStr HKCU "Software\Classes\${CLASS}" "AppUserModelID" "${MODEL_ID}"
    WriteRegStr HKCU "Software\Classes\${CLASS}\DefaultIcon" "" "$0"
    WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open\command" "" \
      '"$INSTDIR\program\pythonw.exe" -m ntm_desktop "%1"'
  !macroend
  !insertmacro Opens "NTM.Package"
  !insertmacro Opens "NTM.Update"
  !insertmacro Opens "NTM.Data"
  ${RefreshShellIcons}
FunctionEnd

; ---- removing: only what was installed

Function un.onInit
  SetShellVarContext current
  Call un.AskWhileRunning
FunctionEnd

; All of the program goes, or nothing.
Function un.MoveAside
  again:
  StrCpy $R3 0
  try:
  ${IfNot} ${FileExists} "$INSTDIR\program\*.*"
    Return
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR\program" "$INSTDIR\program.old"
  ${IfNot} ${Errors}
    Return
  ${EndIf}
  IntOp $R3 $R3 + 1
  ${If} $R3 < ${TRIES}
    Sleep 500
    Goto try
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${HELD}" /SD IDCANCEL IDRETRY again
  SetErrorLevel ${EXIT_HELD}
  Quit
FunctionEnd

Section "un.program"
  SetShellVarContext current
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\program.old"
  RMDir /r "$INSTDIR\program.new"
  Call un.MoveAside
  RMDir /r "$INSTDIR\program.old"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "Software\Classes\NTM.Package"
  DeleteRegKey HKCU "Software\Classes\NTM.Update"
  DeleteRegKey HKCU "Software\Classes\NTM.Data"
  !macro Forget EXTENSION CLASS
    ReadRegStr $0 HKCU "Software\Classes\${EXTENSION}" ""
    ${If} $0 == "${CLASS}"
      DeleteRegKey HKCU "Software\Classes\${EXTENSION}"
    ${EndIf}
  !macroend
  !insertmacro Forget ".ntm" "NTM.Package"
  !insertmacro Forget ".ntm-update" "NTM.Update"
  !insertmacro Forget ".ntm-data" "NTM.Data"
  ${RefreshShellIcons}
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; stays if somebody put something into it
SectionEnd
